// How the numbers of a label source are to be read to become points of a scheme in image pixels:
// unit, origin, which coordinate comes first, the order of the points, and so on. Found from what
// faces look like, with how sure and why, and undone by read_as(). Pure functions, any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "landmark/coordinate_unit.h"
#include "landmark/scheme.h"

namespace facepoint {

std::string to_text(CoordinateUnit unit);  // "pixel", "percent", "unit"

// The default is what facepoint stores.
struct LabelLayout {
  std::string scheme;  // whose points these are
  CoordinateUnit unit = CoordinateUnit::kPixel;
  int origin = 0;                // the number of the first pixel; only of pixels
  bool grouped = false;          // first coordinates of all points, then all second ones
  bool y_first = false;          // (y, x)
  bool y_up = false;             // y counts from the image's lower edge
  bool sides_exchanged = false;  // the source's left is the scheme's right
  std::vector<int> order;        // the scheme's point i is the source's order[i]-th; empty: i

  friend bool operator==(const LabelLayout&, const LabelLayout&) = default;
};

// `numbers`: a face's points as they were read, each pair of numbers a point. The result is in
// image pixels (pixel centres integers, 0-based) where the layout is right. A share s of the
// width w is pixel s w, as labelling programs write it. Numbers that change are rounded to a
// millionth. `image_width` and `image_height` in pixels, both needed for other units than pixels
// and for y_up. Throws Error(kInvalidInput) when scheme and number of points don't fit.
Keypoints read_as(const LabelLayout& layout, const Scheme& scheme, const Keypoints& numbers,
                  int image_width, int image_height);

struct FaceNumbers {
  Keypoints numbers;                  // see read_as()
  int image_width = 0;                // pixels; 0: not known
  int image_height = 0;               // pixels
  const Keypoints* second = nullptr;  // the same face from a source that is right, in image pixels
};

enum class LayoutAspect : std::uint8_t {
  kScheme,
  kUnit,
  kGrouping,
  kAxes,
  kVertical,
  kSides,
  kOrder,
  kOrigin,
};
std::string to_text(LayoutAspect aspect);  // "scheme", "unit", ...

inline constexpr double kSureOfLayout = 0.9;

struct LayoutFinding {
  LayoutAspect aspect{};
  double sure = 0;      // 0 to 1
  bool differs = true;  // from how the source was read; false: it was read right, or nothing tells
  std::string reason;   // a sentence
  std::string remedy;   // a sentence; empty where nothing is to be done

  bool is_sure() const { return sure >= kSureOfLayout; }
};

struct LayoutVerdict {
  LabelLayout layout;                   // with everything that `findings` propose
  std::vector<LayoutFinding> findings;  // what differs, and what could not be told
  int faces = 0;                        // that were looked at
};

// `claimed`: the scheme that the source is said to have; others of as many points are tried where
// the number doesn't fit it, or the shape fits neither. A few wrong faces and profiles change
// nothing. Assumes that most faces are upright.
LayoutVerdict infer_layout(const SchemeLibrary& library, std::string_view claimed,
                           std::span<const FaceNumbers> faces);

// The verdict's layout without what it is not sure of, so that a remedy is no guess.
LabelLayout sure_layout(const LayoutVerdict& verdict, std::string_view claimed);

// Takes `aspect` of `from` over into `to`.
void take_aspect(LabelLayout& to, const LabelLayout& from, LayoutAspect aspect);

}  // namespace facepoint
