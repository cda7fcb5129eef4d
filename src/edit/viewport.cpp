#include "edit/viewport.h"

#include <algorithm>

namespace facepoint {

void Viewport::set_area(const Rect& screen) {
  if (screen == area_) return;
  area_ = screen;
  if (fitted_) refit();
}

void Viewport::fit(const Rect& in_image, double margin, double max_scale) {
  fitted_ = true;
  fit_rect_ = in_image;
  fit_margin_ = margin;
  fit_max_scale_ = max_scale;
  refit();
}

void Viewport::refit() {
  center_ = fit_rect_.center();
  const double width = std::max(1.0, area_.width - 2 * fit_margin_);
  const double height = std::max(1.0, area_.height - 2 * fit_margin_);
  const double scale =
      std::min(width / std::max(1.0, fit_rect_.width), height / std::max(1.0, fit_rect_.height));
  scale_ = std::clamp(std::min(scale, fit_max_scale_), kMinScale, kMaxScale);
}

void Viewport::zoom_at(Point screen, double factor) {
  const Point anchor = to_image(screen);
  scale_ = std::clamp(scale_ * factor, kMinScale, kMaxScale);
  center_ = center_ + (anchor - to_image(screen));
  fitted_ = false;
}

void Viewport::set_scale(double scale) {
  scale_ = std::clamp(scale, kMinScale, kMaxScale);
  fitted_ = false;
}

void Viewport::zoom(double factor) { zoom_at(area_.center(), factor); }

void Viewport::pan(Point screen_delta) {
  center_ = center_ - screen_delta * (1 / scale_);
  fitted_ = false;
}

void Viewport::center_on(Point in_image) {
  center_ = in_image;
  fitted_ = false;
}

void Viewport::reveal(Point in_image, double margin) {
  const Point at = to_screen(in_image);
  const double dx = std::min(margin, area_.width / 2);
  const double dy = std::min(margin, area_.height / 2);
  const double x = std::clamp(at.x, area_.x + dx, area_.x + area_.width - dx);
  const double y = std::clamp(at.y, area_.y + dy, area_.y + area_.height - dy);
  if (Point{x, y} != at) pan({x - at.x, y - at.y});
}

Point Viewport::to_screen(Point in_image) const {
  return area_.center() + (in_image - center_) * scale_;
}

Point Viewport::to_image(Point screen) const {
  return center_ + (screen - area_.center()) * (1 / scale_);
}

}  // namespace facepoint
