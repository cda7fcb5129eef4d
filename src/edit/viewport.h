// How the current picture lies on the screen: zoom, pan and fit. Screen coordinates are pixels of
// the window, image coordinates have pixel centres at integers, so the picture's top-left corner
// is (-0.5, -0.5). A value, UI thread.
#pragma once

#include "base/geometry.h"

namespace facepoint {

class Viewport {
 public:
  static constexpr double kMinScale = 0.02;
  static constexpr double kMaxScale = 64;

  // Where the canvas lies on the screen. A view that was fitted stays fitted, any other keeps its
  // centre.
  void set_area(const Rect& screen);
  const Rect& area() const { return area_; }

  // Shows all of a rectangle of the image, as large as possible with `margin` screen pixels around,
  // but not above `max_scale`.
  void fit(const Rect& in_image, double margin, double max_scale = kMaxScale);
  // The image point under `screen` stays there.
  void zoom_at(Point screen, double factor);
  void set_scale(double scale);  // about the middle of the canvas
  void zoom(double factor);      // likewise
  void pan(Point screen_delta);
  void center_on(Point in_image);
  // Moves the view the least needed so that a point is at least `margin` pixels inside.
  void reveal(Point in_image, double margin);

  Point to_screen(Point in_image) const;
  Point to_image(Point screen) const;
  double scale() const { return scale_; }  // screen pixels an image pixel
  bool fitted() const { return fitted_; }

 private:
  void refit();

  Rect area_{0, 0, 1, 1};
  Point center_;  // in the image, shown at the middle of the area
  double scale_ = 1;
  bool fitted_ = false;
  Rect fit_rect_;
  double fit_margin_ = 0;
  double fit_max_scale_ = kMaxScale;
};

}  // namespace facepoint
