#include "loss.hpp"

#include "synergy/base/random.hpp"

#include <algorithm>
#include <cmath>

namespace synergy::link {
namespace {

constexpr int kAccessAddressBits = 32;
constexpr double kNoiseDbmPerHz = -174;
constexpr double kNoiseFigureDb = 6;
constexpr double kHighestSnrDb = 35;

/// 1 - (1 - p)^n, exact for small p.
double any_of(double p, double n) { return p >= 1 ? 1 : -std::expm1(n * std::log1p(-p)); }

}  // namespace

double bit_error_rate(Phy phy, double received_dbm) {
  const double bandwidth_hz = phy == Phy::le_2m ? 2.5e6 : 1.1e6;
  const double coding_gain_db = phy == Phy::coded_s2 ? 4 : phy == Phy::coded_s8 ? 9 : 0;
  const double noise_dbm = kNoiseDbmPerHz + 10 * std::log10(bandwidth_hz) + kNoiseFigureDb;
  const double snr_db = std::min(received_dbm - noise_dbm, kHighestSnrDb) + coding_gain_db;
  return std::erfc(std::sqrt(std::pow(10, snr_db / 10) / 2)) / 2;
}

// A receiver that misses the access address hears no packet at all; any other wrong bit shows in the checksum
// (Bluetooth Core, Vol 6 Part B 3.1.1), which catches all errors that occur in practice.
PacketChances chances_of_bits(double bit_error_rate, int bits) {
  const double unheard = any_of(bit_error_rate, kAccessAddressBits);
  return {unheard, any_of(bit_error_rate, bits) - unheard};
}

PacketChances chances_of_per(double per, int bits) {
  const double unheard = any_of(per, static_cast<double>(kAccessAddressBits) / bits);
  return {unheard, per - unheard};
}

LossProcess::LossProcess(const LossSpec& spec, Phy phy, bool encrypted, double path_loss_db,
                         std::uint64_t seed, std::shared_ptr<const PathLossCourse> course)
    : spec_(spec),
      phy_(phy),
      encrypted_(encrypted),
      own_loss_db_(path_loss_db),
      path_loss_db_(path_loss_db),
      seed_(seed),
      course_(std::move(course)) {}

PacketChances LossProcess::chances(int payload, bool forward, Time at) {
  if (course_) {
    const std::optional<double> loss = course_->at(at, course_hint_);
    if (!loss) return {.unheard = 1};
    path_loss_db_ = *loss == PathLossCourse::kOwn ? own_loss_db_ : *loss;
  }
  if (spec_.model == LossModel::received_power) {
    // A generator per block of time, not one that goes on: what the shadowing is at some moment must not
    // depend on how many packets were sent before it, else planners' runs could not be compared.
    const std::int64_t block = at / spec_.coherence_time;
    if (block != block_) {
      RandomStream stream(stream_seed(seed_, static_cast<std::uint64_t>(block), "shadowing"));
      shadowing_db_ = stream.normal(0, spec_.shadowing_sigma_db);
      block_ = block;
    }
  }
  return chances_under(payload, forward, shadowing_db_);
}

PacketChances LossProcess::chances_under(int payload, bool forward, double shadowing_db) const {
  const int bits = packet_bits(payload, encrypted_);
  switch (spec_.model) {
    case LossModel::none:
      break;
    case LossModel::fixed:
      return chances_of_per((forward ? spec_.per_forward : spec_.per_backward).si(), bits);
    case LossModel::received_power:
      return chances_of_bits(bit_error_rate(phy_, kTransmitDbm - path_loss_db_ - shadowing_db), bits);
  }
  return {};
}

}  // namespace synergy::link
