#include "image/look.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "image/process.h"

namespace facepoint {
namespace {

constexpr char kBlack = '0';
constexpr int kStep = 4;  // grey levels a letter
// Standard deviation in grey levels below which noise and rounding decide.
constexpr double kLeastContrast = 4;

}  // namespace

std::string look_of(const Picture& picture) {
  const Picture small = resize(to_grey(picture), kLookSide, kLookSide);
  std::string letters;
  letters.reserve(kLookPixels);
  for (const std::uint8_t grey : small.pixels) {
    letters.push_back(static_cast<char>(kBlack + grey / kStep));
  }
  return letters;
}

std::optional<Look> read_look(std::string_view letters) {
  if (letters.size() != kLookPixels) return std::nullopt;
  Look look{};
  for (int i = 0; i < kLookPixels; ++i) {
    look[i] = static_cast<float>(kStep * (letters[i] - kBlack));
  }
  const float mean = std::accumulate(look.begin(), look.end(), 0.0F) / kLookPixels;
  double squares = 0;
  for (float& value : look) {
    value -= mean;
    squares += value * value;
  }
  if (squares < kLookPixels * kLeastContrast * kLeastContrast) return std::nullopt;
  const float scale = 1 / static_cast<float>(std::sqrt(squares));
  for (float& value : look) value *= scale;
  return look;
}

float likeness(const Look& a, const Look& b) {
  // Several sums at once: floats may not be added in another order by the compiler itself.
  constexpr int kLanes = 16;
  std::array<float, kLanes> sums{};
  for (int i = 0; i < kLookPixels; i += kLanes) {
    for (int lane = 0; lane < kLanes; ++lane) sums[lane] += a[i + lane] * b[i + lane];
  }
  return std::accumulate(sums.begin(), sums.end(), 0.0F);
}

std::optional<double> likeness(const Picture& a, const Picture& b) {
  const auto count = static_cast<double>(std::min(a.pixels.size(), b.pixels.size()));
  double sum_a = 0;
  double sum_b = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i) {
    sum_a += a.pixels[i];
    sum_b += b.pixels[i];
  }
  double squares_a = 0;
  double squares_b = 0;
  double product = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i) {
    const double x = a.pixels[i] - sum_a / count;
    const double y = b.pixels[i] - sum_b / count;
    squares_a += x * x;
    squares_b += y * y;
    product += x * y;
  }
  const double least = count * kLeastContrast * kLeastContrast;
  if (squares_a < least || squares_b < least) return std::nullopt;
  return product / std::sqrt(squares_a * squares_b);
}

}  // namespace facepoint
