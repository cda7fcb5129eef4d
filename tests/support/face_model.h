// The geometry of a drawn head: surfaces of skin, eyes, mouth, hair, ears and body, and the 68
// landmarks, which are points of these very surfaces. Head frame: millimetres, origin between the
// eyes near the axis of the head, x to image right, y up, z to the front. The mean head is made
// from textbook anthropometry; published labels served to check its proportions. Immutable, any
// thread.
#pragma once

#include <array>
#include <vector>

#include "support/face_parameters.h"

namespace facepoint::test {

class FaceModel {
 public:
  explicit FaceModel(const DrawnFaceParameters& face);

  // The skin at angle `phi` about the vertical axis (0 in front, positive to image right) and
  // height `y`: from the crown at crown() down into the neck.
  Vec3 skin(double phi, double y) const;
  // The skin in front, above the jaw's edge, at (x, y).
  Vec3 front(double x, double y) const;
  // The skull and the fall of the hair below it, without face and neck: hair grows from here.
  Vec3 skull(double phi, double y) const;
  double crown() const;
  // Height of the jaw's lower edge at an angle.
  double jaw_edge(double phi) const;
  // Share of the head's turn that a point follows: 1 on the head, less down the neck.
  double follows_head(double phi, double y) const;

  // Lids: heights of the openings' edges at x; image-left eye for x < 0. Between the corners only.
  bool in_eye(double x, double y) const;
  double upper_lid(double x) const;
  double lower_lid(double x) const;
  Vec3 eye_center(int side) const;  // side: -1 image left, +1 image right
  Vec3 eye_radii() const;
  Vec3 eye_corner(int side, bool outer) const;

  // Lips: outer and inner contours, heights at x.
  double mouth_corner(int side) const;  // its x
  double lip_top(double x) const;
  double lip_bottom(double x) const;
  double mouth_top(double x) const;
  double mouth_bottom(double x) const;
  bool in_lips(double x, double y) const;
  bool in_mouth(double x, double y) const;
  double teeth_bottom() const;

  double brow_middle(double x) const;  // height of the middle line
  double brow_half_thickness(double x) const;
  double brow_inner() const { return brow_inner_; }
  double brow_outer() const { return brow_outer_; }
  double nose_tip_y() const { return nose_tip_y_; }
  double nose_base_y() const { return nose_base_y_; }
  double nose_half_width() const { return nose_half_width_; }
  double chin_y() const { return chin_y_; }

  // Head to camera frame, turned about the base of the skull; `share` of the turn.
  Vec3 posed(Vec3 head, double share = 1) const;

  // The 68 points in the head frame, iBUG order. A jaw point is where a level of the face meets its
  // outline: on the side turned away the visible outline, as annotators place it.
  std::array<Vec3, 68> landmarks() const;

 private:
  static constexpr double kInnerCorner = 0.87;  // of the lips, as a share of the outer corner's x

  double half_width(double y) const;
  double front_depth(double y) const;
  double back_depth(double y) const;
  double radius(double phi, double y) const;
  double relief(double x, double y) const;  // what stands out of the smooth head, along z
  double nose_relief(double x, double y) const;
  double mouth_relief(double x, double y) const;
  double with_lids(double x, double y, double z) const;
  double rest_height(double y) const;  // before the mouth opened
  double lowered(double y) const;      // by the opening mouth
  double smile(double x) const;
  Vec3 jaw_landmark(int level, int side) const;

  FaceShape shape_;
  Expression expression_;
  Pose pose_;
  Curve width_curve_;
  Curve front_curve_;
  Curve back_curve_;
  Curve jaw_curve_;
  Curve nose_curve_;
  std::array<Curve, 2> lip_top_;
  std::array<Curve, 2> lip_bottom_;
  std::array<Curve, 2> mouth_top_;
  std::array<Curve, 2> mouth_bottom_;
  std::array<Curve, 2> brow_;
  double eye_x_ = 30.8;
  double eye_half_width_ = 12.9;
  double eye_z_ = 60;
  double brow_inner_ = 14;
  double brow_outer_ = 59;
  double nose_tip_y_ = -36;
  double nose_base_y_ = -50;
  double nose_half_width_ = 14;
  double mouth_y_ = -69;
  double chin_y_ = -114;
  double jaw_drop_ = 0;
  double distance_ = 1200;
};

}  // namespace facepoint::test
