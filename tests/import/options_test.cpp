// What users type beside a file: what it means, and that nothing of it is passed over.
#include "synergy/import/options.hpp"

#include "synergy/input/error.hpp"
#include "synergy/input/usage_error.hpp"

#include "../support/folder.hpp"
#include <catch2/catch.hpp>

using namespace synergy;
using importer::TypedOptions;

namespace {

TypedOptions with_input(const std::string& text) {
  TypedOptions typed;
  typed.input = text;
  return typed;
}

TypedOptions with_channels(const std::vector<std::string>& lists, const std::string& file = "") {
  TypedOptions typed;
  typed.channels = lists;
  typed.channels_file = file;
  return typed;
}

/// What is thrown; the kind in front.
std::string refusal_of(const TypedOptions& typed) {
  try {
    (void)importer::options_of(typed);
  } catch (const UsageError& error) {
    return std::string("usage: ") + error.what();
  } catch (const InputError& error) {
    return std::string("input: ") + error.what();
  }
  return "none";
}

std::string unused_of(const importer::Options& options, const importer::Format& format) {
  try {
    importer::refuse_unused(options, format);
  } catch (const InputError& error) {
    return error.what();
  }
  return "none";
}

}  // namespace

TEST_CASE("is a shape channels, rows and columns, of fewer dimensions the first of them?") {
  const auto input = [](const char* text) { return *importer::options_of(with_input(text)).input; };
  CHECK(input("3x32x24") == network::Shape{3, 32, 24});
  CHECK(input("64x100") == network::Shape{64, 100, 1});
  CHECK(input("640") == network::Shape{640, 1, 1});
  CHECK(input("65536x1x1") == network::Shape{65'536, 1, 1});
  CHECK(!importer::options_of({}).input);
  for (const char* wrong :
       {"x", "3x", "x3", "3x0x3", "3x-1x3", "3xx3", "3x4x5x6", "3 x4", "65537", "+3", "3,4"})
    CHECK_THAT(refusal_of(with_input(wrong)),
               Catch::StartsWith(std::string("usage: --input ") + wrong + ": expected CxHxW"));
}

TEST_CASE("are channels of the command line and of a file read alike, each layer once?") {
  const synergy::test::Folder folder;
  const std::string file = (folder.path() / "channels").string();
  synergy::test::put(file, "# of the paper\n\n  a=1  # the first\r\nb=c=65536");
  const importer::Options options = importer::options_of(with_channels({"d=4,e=5", "f=6"}, file));
  const std::map<std::string, int, std::less<>> expected{
      {"a", 1}, {"b=c", 65'536}, {"d", 4}, {"e", 5}, {"f", 6}};
  CHECK(options.channels == expected);
  for (const char* wrong : {"", ",", "a=1,", "a", "=1", "a=0", "a=65537", "a=1x", "a=1,a=2"})
    CHECK_THAT(refusal_of(with_channels({wrong})), Catch::StartsWith("usage: --channels: "));
  synergy::test::put(file, "a=1\nb\na=2\n");
  CHECK(refusal_of(with_channels({}, file)) ==
        "input: " + file + ":2:1: expected LAYER=CHANNELS such as conv1=96, found 'b'\n" + file +
            ":3:1: 'a' stands twice");
}

TEST_CASE("is an option that a format has no use for refused, with those that it takes?") {
  importer::Options all;
  all.input = network::Shape{1, 1, 1};
  all.checkpoint = "nope";
  all.c_project = "nope";
  all.channels = {{"a", 1}};
  importer::Format format{"fmt", "Format of a test", nullptr, nullptr, {}};
  CHECK(unused_of({}, format) == "none");
  importer::Options harmless;
  harmless.name = "n";
  harmless.force = true;
  CHECK(unused_of(harmless, format) == "none");
  const std::string tail = ": format fmt (Format of a test) has no use for it; it takes --name";
  CHECK(unused_of(all, format) ==
        "--input" + tail + "\n--checkpoint" + tail + "\n--from-c" + tail + "\n--channels" + tail);
  format.takes = {.input = true, .channels = true};
  CHECK(unused_of(all, format) ==
        "--checkpoint" + tail + ", --input, --channels\n--from-c" + tail + ", --input, --channels");
  format.takes = {.input = true, .checkpoint = true, .c_project = true, .channels = true};
  CHECK(unused_of(all, format) == "none");
  // Every row refuses before it reads.
  for (const importer::Format& row : importer::formats()) {
    CAPTURE(row.name);
    const bool takes_all =
        row.takes.input && row.takes.checkpoint && row.takes.c_project && row.takes.channels;
    CHECK(takes_all == (row.name == "ai8x"));
    if (!takes_all)
      CHECK_THROWS_WITH(importer::read({"x", "nothing"}, all, row.name),
                        Catch::Contains("has no use for it"));
  }
}
