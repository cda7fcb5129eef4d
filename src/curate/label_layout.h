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

// What a format's files are written in: its reader has made image pixels of that already.
struct WrittenAs {
  CoordinateUnit unit = CoordinateUnit::kPixel;
  int origin = 0;  // the number of the first pixel; only of pixels

  friend bool operator==(const WrittenAs&, const WrittenAs&) = default;
};

// How a file's numbers are meant. Where unit and origin are those of `written` and the rest is as
// by default, they are read as they are.
struct LabelLayout {
  std::string scheme;  // whose points these are
  CoordinateUnit unit = CoordinateUnit::kPixel;
  int origin = 0;                // the number of the first pixel; only of pixels
  bool grouped = false;          // first coordinates of all points, then all second ones
  bool y_first = false;          // (y, x)
  bool y_up = false;             // y counts from the image's lower edge
  bool sides_exchanged = false;  // the source's left is the scheme's right
  std::vector<int> order = {};   // the scheme's point i is the source's order[i]-th; empty: i
  bool x_from_right = false;     // x counts from the image's right edge
  WrittenAs written = {};

  friend bool operator==(const LabelLayout&, const LabelLayout&) = default;
};

// How a file of a format is read that is taken to be right.
LabelLayout layout_as_read(std::string_view scheme, const WrittenAs& written);
// Whether reading by it changes points.
bool changes_points(const LabelLayout& layout);
// Whether it needs the image's size.
bool needs_image_size(const LabelLayout& layout);

// `numbers`: a face's points as its format's reader gave them, each pair of numbers a point. They
// are first taken back to what the file says (`written`). The result is in
// image pixels (pixel centres integers, 0-based) where the layout is right. A share s of the
// width w is pixel s w, as labelling programs write it. Numbers that change are rounded to a
// millionth. `image_width` and `image_height` in pixels, see
// needs_image_size(). Throws Error(kInvalidInput) when scheme and number of points don't fit.
Keypoints read_as(const LabelLayout& layout, const Scheme& scheme, const Keypoints& numbers,
                  int image_width, int image_height);

// What the file says of a point that its reader gave; as it is where the image's size is not known.
Point as_written(const WrittenAs& written, Point read, int image_width, int image_height);

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
  kHorizontal,
  kPlace,    // of points in the images; nothing of a layout
  kMissing,  // marks of missing points that were taken for points; nothing of a layout
  kKnown,    // points against those that are known already; nothing of a layout
};
std::string to_text(LayoutAspect aspect);  // "scheme", "unit", ...

inline constexpr double kSureOfLayout = 0.9;

struct LayoutFinding {
  LayoutAspect aspect{};
  double sure = 0;      // of the remedy, 0 to 1
  bool differs = true;  // from how the source was read; false: it was read right, or nothing tells
  std::string reason;   // a sentence
  std::string remedy;   // a sentence; empty where nothing is to be done
  double wrong = 0;     // how sure that as it is, it is wrong, whatever is right; 0 to 1

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
                           std::span<const FaceNumbers> faces, const WrittenAs& written = {});

// The verdict's layout without what it is not sure of, so that a remedy is no guess.
LabelLayout sure_layout(const LayoutVerdict& verdict, std::string_view claimed);

// What a verdict proposes, sure or not: "as (y, x), left and right exchanged"; "as it is".
std::string remedy_text(const LayoutVerdict& verdict);
// Whether they propose different remedies. Which of an order's points are renumbered is not looked
// at, nor an origin that nothing tells in one of them.
bool want_other_remedies(const LayoutVerdict& a, const LayoutVerdict& b);

// Takes `aspect` of `from` over into `to`.
void take_aspect(LabelLayout& to, const LabelLayout& from, LayoutAspect aspect);

}  // namespace facepoint
