#pragma once

#include <cstdlib>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

/// Reads the CSV files of tests/data: a header line, then rows; fields may be in double quotes.
namespace synergy::test {

class Row {
 public:
  explicit Row(std::map<std::string, std::string> fields) : fields_(std::move(fields)) {}
  [[nodiscard]] const std::string& text(const std::string& column) const { return fields_.at(column); }
  [[nodiscard]] bool empty(const std::string& column) const { return text(column).empty(); }
  [[nodiscard]] int number(const std::string& column) const { return std::stoi(text(column)); }
  [[nodiscard]] std::vector<int> numbers(const std::string& column) const {
    std::vector<int> list;
    const std::string& field = text(column);
    for (std::size_t at = 0; at < field.size();) {
      std::size_t used = 0;
      list.push_back(std::stoi(field.substr(at), &used));
      at += used + 1;
    }
    return list;
  }

 private:
  std::map<std::string, std::string> fields_;
};

inline std::vector<std::string> split_csv_line(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  return fields;
}

inline std::vector<Row> read_csv(const std::string& file) {
  std::ifstream stream(std::string(SYNERGY_TEST_DATA) + "/" + file);
  if (!stream) throw std::runtime_error("cannot open " + file);
  std::string line;
  std::getline(stream, line);
  const std::vector<std::string> header = split_csv_line(line);
  std::vector<Row> rows;
  while (std::getline(stream, line)) {
    const std::vector<std::string> fields = split_csv_line(line);
    if (fields.size() != header.size()) throw std::runtime_error("bad row in " + file + ": " + line);
    std::map<std::string, std::string> row;
    for (std::size_t i = 0; i < header.size(); ++i) row[header[i]] = fields[i];
    rows.emplace_back(std::move(row));
  }
  return rows;
}

/// Names of the models of the zoo, in the order of the summary.
inline std::vector<std::string> zoo_names() {
  std::vector<std::string> names;
  for (const Row& row : read_csv("layers/summary.csv")) names.push_back(row.text("model"));
  return names;
}

inline std::string zoo_file(const std::string& name) {
  return std::string(SYNERGY_SOURCE_DIR) + "/model_zoo/" + name + ".yaml";
}

}  // namespace synergy::test
