#include "support/face_model.h"

namespace facepoint::test {
namespace {

constexpr double kCrown = 117;
constexpr double kRoundness = 2.25;  // of a cross-section in front; 2 is an ellipse
constexpr double kLidThickness = 1.2;
constexpr Vec3 kPivot{0, -60, -20};  // the head turns about the base of the skull

int side_of(double x) { return x < 0 ? 0 : 1; }

double smooth_max(double a, double b, double k) {
  const double h = clamp01(0.5 + (b - a) / (2 * k));
  return mix(a, b, h) + k * h * (1 - h);
}

// Height over which the jaw turns under to the neck: sharp at the chin, gone at the ear.
double undercut(double phi) { return mix(9, 46, ramp(degrees(42), degrees(100), std::abs(phi))); }

double superellipse(double s, double c, double a, double b, double n) {
  return std::pow(std::pow(std::abs(s) / a, n) + std::pow(std::abs(c) / b, n), -1 / n);
}

}  // namespace

FaceModel::FaceModel(const DrawnFaceParameters& face)
    : shape_(face.shape),
      expression_(face.expression),
      pose_(face.pose),
      distance_(face.placement.distance) {
  const double l = shape_.length;
  jaw_drop_ = 0.8 * expression_.mouth_open;
  nose_tip_y_ = -36 * shape_.nose_length * mix(1, l, 0.5);
  nose_base_y_ = nose_tip_y_ - 14;
  nose_half_width_ = 14 * shape_.nose_width;
  chin_y_ = -114 * l - jaw_drop_;
  mouth_y_ = nose_base_y_ - 0.31 * (nose_base_y_ + 114 * l);

  const double w = shape_.width;
  const double j = w * shape_.jaw_width;
  width_curve_ = Curve({{-120, 34 * j},
                        {-114, 42 * j},
                        {-105, 49 * j},
                        {-92, 55 * j},
                        {-78, 60 * j},
                        {-60, 66 * mix(w, j, 0.7)},
                        {-40, 71 * w},
                        {-20, 74 * w},
                        {0, 75.5 * w},
                        {20, 76.5 * w},
                        {45, 77 * w}});
  front_curve_ = Curve({{-120, 84 + shape_.chin},
                        {-108, 90 + shape_.chin},
                        {-92, 89},
                        {-70, 92},
                        {-50, 92},
                        {-20, 91},
                        {0, 91},
                        {25, 95},
                        {45, 94}});
  back_curve_ = Curve({{-110, 60}, {-60, 68}, {-30, 84}, {0, 98}, {40, 103}});
  jaw_curve_ = Curve({{0, -117},
                      {12, -116},
                      {22, -112.5},
                      {40, -102},
                      {55, -92},
                      {68, -79},
                      {80, -64},
                      {92, -50},
                      {115, -40},
                      {180, -52}});
  const double h = shape_.nose_height;
  const double tip = nose_tip_y_;
  nose_curve_ = Curve({{tip - 17, 0},
                       {tip - 14, 3 * h},
                       {tip - 11, 9 * h},
                       {tip - 7, 19 * h},
                       {tip - 3, 25 * h},
                       {tip, 26.5 * h},
                       {tip + 5, 24.5 * h},
                       {tip * 0.5, 15.5 * h},
                       {2, 3 * h},
                       {14, 0}});

  eye_x_ = 30.8 * shape_.eye_spacing * w;
  eye_half_width_ = 12.9 * shape_.eye_size;
  brow_inner_ = 14 - 2.5 * expression_.frown;
  brow_outer_ = 57 * w;
  const double base = std::pow(1 - std::pow(eye_x_ / half_width(0), kRoundness), 1 / kRoundness);
  eye_z_ = front_depth(0) * base - 0.5 - (12.2 * shape_.eye_size + kLidThickness);

  for (int side = 0; side < 2; ++side) {
    const double s = side == 0 ? expression_.smile_left : expression_.smile_right;
    const double open = expression_.mouth_open;
    const double mean_smile = (expression_.smile_left + expression_.smile_right) / 2;
    const double full = shape_.lip_fullness * (1 - 0.12 * std::max(0.0, mean_smile));
    const double corner_x = mouth_corner(side == 0 ? -1 : 1) * (side == 0 ? -1 : 1);
    const double corner_y = mouth_y_ + 5 * s - 0.35 * open;
    const double lift = 0.12 * open + 1.5 * std::max(0.0, mean_smile) * ramp(0, 6, open);
    const double drop = open - lift;
    const auto knots = [&](double middle, double peak, double outer) {
      return Curve({{0, mouth_y_ + middle},
                    {0.27 * corner_x, mouth_y_ + peak},
                    {0.64 * corner_x, mix(mouth_y_, corner_y, 0.5) + outer},
                    {corner_x, corner_y}});
    };
    const auto inner = [&](double middle, double toward_corner) {
      return Curve({{0, mouth_y_ + middle},
                    {0.27 * corner_x, mouth_y_ + 0.96 * middle + 0.3 * s},
                    {0.62 * corner_x, mix(mouth_y_, corner_y, 0.5) + 0.62 * middle},
                    {kInnerCorner * corner_x, corner_y + toward_corner},
                    {corner_x, corner_y}});
    };
    const auto index = static_cast<std::size_t>(side);
    lip_top_[index] = knots(5.2 * full + lift, 7 * full + lift, 4.4 * full + 0.7 * lift);
    lip_bottom_[index] =
        knots(-10 * full - drop, -9.6 * full - 0.96 * drop, -6.4 * full - 0.66 * drop);
    mouth_top_[index] = inner(lift, -0.1);
    mouth_bottom_[index] = inner(-drop, -0.1);

    const double raise = side == 0 ? expression_.brow_raise_left : expression_.brow_raise_right;
    const double up = shape_.brow_height + 6 * raise;
    const double arch = shape_.brow_arch;
    const double inner_drop = 5 * expression_.frown;
    brow_[index] = Curve({{brow_inner_, 18.5 + up - inner_drop},
                          {24 * w, 19 + 3 * arch + up - 0.6 * inner_drop},
                          {37 * w, 20 + 4.5 * arch + 1.1 * up},
                          {49 * w, 18.5 + 3.5 * arch + up},
                          {brow_outer_, 14 + 0.9 * up}});
  }
}

double FaceModel::crown() const { return kCrown; }

double FaceModel::smile(double x) const {
  return x < 0 ? expression_.smile_left : expression_.smile_right;
}

// ---- the smooth head

double FaceModel::rest_height(double y) const {
  return y + jaw_drop_ * ramp(-50 * shape_.length, chin_y_, y);
}

double FaceModel::lowered(double y) const {
  double low = y;
  for (int i = 0; i < 12; ++i) low = y - jaw_drop_ * ramp(-50 * shape_.length, chin_y_, low);
  return low;
}

double FaceModel::half_width(double y) const {
  const double rest = rest_height(y);
  const double cap =
      rest > 40 ? std::pow(1 - std::pow((std::min(rest, kCrown) - 40) / 77, 2.3), 1 / 2.3) : 1;
  return std::max(0.3, width_curve_(rest < 0 ? rest / shape_.length : rest) * cap);
}

double FaceModel::front_depth(double y) const {
  const double rest = rest_height(y);
  const double cap =
      rest > 40 ? std::pow(1 - std::pow((std::min(rest, kCrown) - 40) / 77, 2.6), 1 / 2.2) : 1;
  return std::max(0.3, front_curve_(rest < 0 ? rest / shape_.length : rest) * cap);
}

double FaceModel::back_depth(double y) const {
  const double rest = rest_height(y);
  const double cap = rest > 40 ? std::sqrt(1 - square((std::min(rest, kCrown) - 40) / 77)) : 1;
  return std::max(0.3, back_curve_(rest < 0 ? rest / shape_.length : rest) * cap);
}

double FaceModel::jaw_edge(double phi) const {
  const double rest = jaw_curve_(std::abs(phi) * 180 / std::numbers::pi) * shape_.length;
  return lowered(rest);
}

double FaceModel::radius(double phi, double y) const {
  const double s = std::sin(phi);
  const double c = std::cos(phi);
  const double a = half_width(y);
  const double head = c > 0 ? superellipse(s, c, a, front_depth(y), kRoundness)
                            : superellipse(s, c, a, back_depth(y), mix(kRoundness, 2, -c));
  const double edge = jaw_edge(phi);
  if (y >= edge) return head;
  const double neck_width = 52 * shape_.neck_width;
  const double neck = superellipse(s, c, neck_width, c > 0 ? 40 : 66, 2);
  const double under = undercut(phi);
  const double t = clamp01((y - edge + under) / under);
  return mix(neck, head, std::sqrt(1 - square(1 - t)));
}

double FaceModel::follows_head(double phi, double y) const {
  const double edge = jaw_edge(phi);
  return mix(0.25, 1, ramp(edge - 75, edge - 6, y));
}

// ---- what stands out of it

double FaceModel::nose_relief(double x, double y) const {
  const double nw = shape_.nose_width;
  const double along = clamp01((y - nose_tip_y_) / -nose_tip_y_);
  const double ridge_width = mix(10 * nw, 6.8, along);
  const double ridge = nose_curve_(y) * std::exp(-std::pow(std::abs(x) / ridge_width, 1.8));
  const double wing_y = nose_tip_y_ - 6.5;
  const double wing_x = 0.74 * nose_half_width_;
  const double wing = 9 * shape_.nose_height * bell(std::abs(x) - wing_x, 5.2 * nw) *
                      bell(y - wing_y, 6) * ramp(nose_base_y_ - 2, nose_base_y_ + 4, y);
  return ridge + wing;
}

double FaceModel::mouth_relief(double x, double y) const {
  const double corner = std::abs(mouth_corner(x < 0 ? -1 : 1));
  const double u = x / corner;
  const double within = std::max(0.0, 1 - u * u);
  const double full = shape_.lip_fullness;
  const double top = mouth_top(x);
  const double bottom = mouth_bottom(x);
  double z = 2.5 * bell(x, 30) * bell(y - mouth_y_, 26);
  z += 3.6 * full * std::sqrt(within) * bell(y - mix(top, lip_top(x), 0.4), 4.5);
  z += 4.6 * full * std::sqrt(within) * bell(y - mix(bottom, lip_bottom(x), 0.45), 4.8);
  const double slit = std::min(std::abs(y - top), std::abs(y - bottom));
  z -= 2.2 * within * bell(slit, 1.8);
  const double corner_y = lip_top(corner * (x < 0 ? -1 : 1));
  z -= 2.5 * bell(std::abs(x) - corner - 1, 5) * bell(y - corner_y, 5);
  z -= 1.2 * bell(x, 3.5) * ramp(mouth_y_ + 4, mouth_y_ + 9, y) *
       ramp(nose_base_y_ + 1, nose_base_y_ - 3, y);
  return z;
}

double FaceModel::relief(double x, double y) const {
  const double ax = std::abs(x);
  if (ax > 80 || y > 60 || y < chin_y_ - 30) return 0;
  const double l = shape_.length;
  double z = nose_relief(x, y) + mouth_relief(x, y);
  z -= 5.5 * bell(ax - eye_x_ + 1, 19) * bell(y - 1, 13);  // eye sockets
  z += 2.6 * bell(y - brow_middle(x) + 3, 8) * ramp(brow_outer_ + 8, 40, ax) *
       mix(0.25, 1, ramp(3, 20, ax));                                  // brow ridge
  z += 4.5 * shape_.cheek * bell(ax - 45, 20) * bell(y + 27 * l, 20);  // cheekbones
  const double s = std::max(0.0, smile(x));
  z += 4.5 * s * bell(ax - 40, 14) * bell(y + 44 * l, 14);  // smiling cheeks
  const double fold_x = mix(nose_half_width_ + 5, 36, clamp01((nose_base_y_ + 8 - y) / 24));
  z -= (1 + 1.4 * s) * bell(ax - fold_x, 4) * bell(y - nose_base_y_ + 6, 13);  // nasolabial fold
  const double sulcus = mix(lip_bottom(0), chin_y_, 0.34);
  z -= 3.5 * bell(x, 22) * bell(y - sulcus, 7);
  z += 5 * bell(x, 17) * bell(y - mix(lip_bottom(0), chin_y_, 0.75), 11);
  return z;
}

double FaceModel::with_lids(double x, double y, double z) const {
  const Vec3 radii = eye_radii();
  const double dx = (std::abs(x) - eye_x_) / (radii.x + kLidThickness);
  const double dy = y / (radii.y + kLidThickness);
  const double rest = 1 - dx * dx - dy * dy;
  if (rest <= 0) return z;
  const double ball = eye_z_ + (radii.z + kLidThickness) * std::sqrt(rest);
  return smooth_max(z, ball, 3.5);
}

Vec3 FaceModel::skin(double phi, double y) const {
  const double r = radius(phi, y);
  Vec3 p{r * std::sin(phi), y, r * std::cos(phi)};
  if (p.z <= 0) return p;
  const double edge = jaw_edge(phi);
  const double above_jaw = ramp(edge - undercut(phi), edge, y);
  const double toward_front = ramp(0, 30, p.z);
  p.z += relief(p.x, p.y) * above_jaw * toward_front;
  if (above_jaw == 1) p.z = with_lids(p.x, p.y, p.z);
  return p;
}

Vec3 FaceModel::front(double x, double y) const {
  const double share = std::min(1.0, std::abs(x) / half_width(y));
  const double z = front_depth(y) * std::pow(1 - std::pow(share, kRoundness), 1 / kRoundness);
  return {x, y, with_lids(x, y, z + relief(x, y) * ramp(0, 30, z))};
}

Vec3 FaceModel::skull(double phi, double y) const {
  const double level = std::max(y, -18.0);
  const double s = std::sin(phi);
  const double c = std::cos(phi);
  const double r =
      c > 0 ? superellipse(s, c, half_width(level), front_depth(level), kRoundness)
            : superellipse(s, c, half_width(level), back_depth(level), mix(kRoundness, 2, -c));
  return {r * s, y, r * c};
}

Vec3 FaceModel::posed(Vec3 head, double share) const {
  return kPivot +
         rotated(head - kPivot, pose_.yaw * share, pose_.pitch * share, pose_.roll * share * share);
}

// ---- eyes, lips, brows

Vec3 FaceModel::eye_center(int side) const { return {side * eye_x_, 0, eye_z_}; }

Vec3 FaceModel::eye_radii() const {
  return {eye_half_width_ + 2.4, 12.2 * shape_.eye_size, 12.2 * shape_.eye_size};
}

Vec3 FaceModel::eye_corner(int side, bool outer) const {
  const double x = side * (eye_x_ + (outer ? eye_half_width_ : -eye_half_width_));
  return front(x, outer ? 0.8 + shape_.eye_tilt : -1.2 - 0.4 * shape_.eye_tilt);
}

double FaceModel::lower_lid(double x) const {
  const double t = clamp01((std::abs(x) - eye_x_ + eye_half_width_) / (2 * eye_half_width_));
  const double chord = mix(-1.2 - 0.4 * shape_.eye_tilt, 0.8 + shape_.eye_tilt, t);
  const double depth = 3.7 * shape_.eye_size - 1.1 * std::max(0.0, smile(x));
  return chord - depth * std::pow(4 * t * (1 - t), 0.7);
}

double FaceModel::upper_lid(double x) const {
  const double t = clamp01((std::abs(x) - eye_x_ + eye_half_width_) / (2 * eye_half_width_));
  const double chord = mix(-1.2 - 0.4 * shape_.eye_tilt, 0.8 + shape_.eye_tilt, t);
  const double skewed = std::pow(t, 0.92);
  const double wide = chord + 5.3 * shape_.eye_size * std::pow(4 * skewed * (1 - skewed), 0.7);
  const double open = x < 0 ? expression_.eye_open_left : expression_.eye_open_right;
  return mix(lower_lid(x), wide, open);
}

bool FaceModel::in_eye(double x, double y) const {
  return std::abs(std::abs(x) - eye_x_) < eye_half_width_ && y > lower_lid(x) && y < upper_lid(x);
}

double FaceModel::mouth_corner(int side) const {
  const double s = side < 0 ? expression_.smile_left : expression_.smile_right;
  return side * (27 * shape_.mouth_width + 3.5 * s - 0.12 * expression_.mouth_open);
}

double FaceModel::lip_top(double x) const {
  return lip_top_[static_cast<std::size_t>(side_of(x))](std::abs(x));
}
double FaceModel::lip_bottom(double x) const {
  return lip_bottom_[static_cast<std::size_t>(side_of(x))](std::abs(x));
}
double FaceModel::mouth_top(double x) const {
  return mouth_top_[static_cast<std::size_t>(side_of(x))](std::abs(x));
}
double FaceModel::mouth_bottom(double x) const {
  return mouth_bottom_[static_cast<std::size_t>(side_of(x))](std::abs(x));
}

bool FaceModel::in_lips(double x, double y) const {
  if (x < mouth_corner(-1) || x > mouth_corner(1)) return false;
  return y < lip_top(x) && y > lip_bottom(x);
}

bool FaceModel::in_mouth(double x, double y) const {
  if (x < kInnerCorner * mouth_corner(-1) || x > kInnerCorner * mouth_corner(1)) return false;
  return y < mouth_top(x) && y > mouth_bottom(x);
}

double FaceModel::teeth_bottom() const { return mouth_y_ - 4.5; }

double FaceModel::brow_middle(double x) const {
  return brow_[static_cast<std::size_t>(side_of(x))](std::abs(x));
}

double FaceModel::brow_half_thickness(double x) const {
  const double t = (std::abs(x) - brow_inner_) / (brow_outer_ - brow_inner_);
  if (t < 0 || t > 1) return 0;
  return 3.9 * shape_.brow_thickness * std::min(1.0, 0.55 + 6 * t) * std::pow(1 - 0.97 * t, 0.55);
}

}  // namespace facepoint::test
