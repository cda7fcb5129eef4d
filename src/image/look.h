// How a picture looks in small, kept in the project of each image: enough to tell near-duplicates
// from pictures that only have a similar perceptual hash, without decoding either again. Pure, any
// thread.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "image/picture.h"

namespace facepoint {

inline constexpr int kLookSide = 16;
inline constexpr int kLookPixels = kLookSide * kLookSide;

// The grey picture in kLookSide x kLookSide pixels, whatever its shape: one letter a pixel from top
// to bottom, '0' for black up to 'o' for white in 64 steps.
std::string look_of(const Picture& picture);

// To be compared: the pixels less their mean, as a vector of length 1.
using Look = std::array<float, kLookPixels>;

// nullopt: not such letters, or a picture too even to be recognised (blank).
std::optional<Look> read_look(std::string_view letters);

// Correlation of the pixels, -1 to 1; 1 also when one is brighter or has more contrast.
float likeness(const Look& a, const Look& b);

// The same of two grey pictures of one size; nullopt when one is blank.
std::optional<double> likeness(const Picture& a, const Picture& b);

}  // namespace facepoint
