// The ways in which upright faces of a scheme can be read from numbers, and for which of them the
// faces vote. A part of label_layout.h. Pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "curate/label_layout.h"

namespace facepoint {

// Shape errors above this are no face in this order.
inline constexpr double kUnknownShape = 0.45;

// One way to read all faces, and what speaks for it.
struct Reading {
  LabelLayout layout;
  const Scheme* scheme = nullptr;
  std::vector<double> errors;  // one a face
  std::size_t votes = 0;
};

// A number that is no face's, so that all of them have one.
inline constexpr std::size_t kNoReading = static_cast<std::size_t>(-1);

// All sixteen ways of each scheme; the first is as the source was read, but for the unit.
class Readings {
 public:
  Readings(const std::vector<const Scheme*>& schemes, std::span<const FaceNumbers> faces,
           const LabelLayout& as_read);

  const Reading& most_voted() const { return all_[most_voted_]; }
  const Reading& as_read() const { return all_.front(); }
  // Whether nearly every face is one in some way of reading, if not all in the same.
  bool are_faces() const;
  // How many are no faces when they are read like that, but clearly are in each of the other ways;
  // most first.
  struct Others {
    const Reading* reading = nullptr;
    std::size_t faces = 0;
  };
  std::vector<Others> others(const Reading& than) const;

 private:
  std::vector<Reading> all_;
  std::vector<std::size_t> best_of_;  // for each face; kNoReading
  std::size_t most_voted_ = 0;
};

std::vector<Keypoints> faces_as(const Scheme& scheme, const LabelLayout& layout,
                                std::span<const FaceNumbers> faces);

// Whether pictures that were turned explain why one is right and the other is not.
bool differ_by_turning(const LabelLayout& a, const LabelLayout& b);

// Whether those that ask for another way are few: lone rows are wrong, people lie; or turned in all
// directions; or too many for one remedy.
enum class Agreement : std::uint8_t { kSame, kMixed, kTurnedAnyhow };
Agreement agreement(const std::vector<Readings::Others>& others, const Reading& than,
                    std::size_t faces);

// "read as (y, x), left and right exchanged", "as they are".
std::string way_text(const LabelLayout& layout);
// What is first exchanged in one but not in the other.
LayoutAspect differing_aspect(const LabelLayout& a, const LabelLayout& b);

}  // namespace facepoint
