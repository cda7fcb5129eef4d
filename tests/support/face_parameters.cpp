#include "support/face_parameters.h"

#include <array>

namespace facepoint::test {
namespace {

template <std::size_t N>
Vec3 pick(Random& random, const std::array<Vec3, N>& colors) {
  return colors[static_cast<std::size_t>(random.below(static_cast<int>(N)))];
}

double about(Random& random, double mean, double deviation) {
  return mean + deviation * std::clamp(random.normal(), -2.2, 2.2);
}

FaceShape random_shape(Random& random, double age) {
  FaceShape s;
  const double child = ramp(0.2, 0, age);
  s.width = about(random, 1, 0.035);
  s.length = about(random, 0.97, 0.045) * (1 - 0.10 * child);
  s.jaw_width = about(random, 1, 0.05) * (1 - 0.04 * child);
  s.chin = about(random, 0, 2) - 2 * child;
  s.cheek = about(random, 1, 0.35);
  s.eye_spacing = about(random, 1, 0.03);
  s.eye_size = about(random, 1, 0.045) + 0.09 * child;
  s.eye_tilt = about(random, 0.4, 1);
  s.brow_height = about(random, 0, 1.6);
  s.brow_thickness = about(random, 1, 0.22);
  s.brow_arch = about(random, 1, 0.4);
  s.nose_length = about(random, 0.98, 0.06) * (1 - 0.12 * child);
  s.nose_width = about(random, 1, 0.10);
  s.nose_height = about(random, 1, 0.12) * (1 - 0.2 * child);
  s.mouth_width = about(random, 1, 0.06);
  s.lip_fullness = std::max(0.5, about(random, 1, 0.2) - 0.25 * ramp(0.6, 1, age));
  s.neck_width = about(random, 1, 0.06) * (1 - 0.14 * child);
  return s;
}

Vec3 random_hair_color(Random& random, double melanin, double age) {
  static constexpr std::array<Vec3, 6> kColors{{{0.012, 0.010, 0.010},
                                                {0.03, 0.02, 0.014},
                                                {0.07, 0.040, 0.022},
                                                {0.13, 0.075, 0.035},
                                                {0.36, 0.25, 0.12},
                                                {0.21, 0.07, 0.025}}};
  const Vec3 color = melanin > 0.5 ? kColors[random.chance(0.7) ? 0 : 1] : pick(random, kColors);
  const double grey = ramp(0.62, 0.98, age + 0.1 * random.normal());
  return mix(color, Vec3{0.42, 0.41, 0.40}, 0.9 * grey);
}

Appearance random_appearance(Random& random) {
  static constexpr std::array<Vec3, 5> kIrises{{{0.05, 0.025, 0.012},
                                                {0.09, 0.045, 0.02},
                                                {0.12, 0.20, 0.30},
                                                {0.12, 0.16, 0.08},
                                                {0.16, 0.18, 0.19}}};
  static constexpr std::array<Vec3, 7> kCoats{{{0.015, 0.016, 0.02},
                                               {0.02, 0.03, 0.07},
                                               {0.10, 0.10, 0.11},
                                               {0.18, 0.11, 0.06},
                                               {0.30, 0.04, 0.05},
                                               {0.05, 0.16, 0.12},
                                               {0.50, 0.46, 0.38}}};
  static constexpr std::array<Vec3, 4> kShirts{
      {{0.75, 0.75, 0.76}, {0.42, 0.52, 0.68}, {0.66, 0.56, 0.58}, {0.10, 0.10, 0.12}}};
  static constexpr std::array<Vec3, 4> kTies{
      {{0.28, 0.02, 0.03}, {0.03, 0.05, 0.22}, {0.25, 0.2, 0.03}, {0.05, 0.05, 0.05}}};
  Appearance a;
  a.melanin = square(random.uniform()) * 0.95 + 0.03;
  a.age = random.uniform(0.05, 0.98);
  a.blush = random.uniform(0.2, 1);
  a.freckles = random.chance(0.2) && a.melanin < 0.4 ? random.uniform(0.3, 1) : 0;
  a.hair_color = random_hair_color(random, a.melanin, a.age);
  a.iris_color = a.melanin > 0.5 ? kIrises[0] : pick(random, kIrises);
  a.hair_volume = random.uniform(6, 17);
  a.coat_color = pick(random, kCoats);
  a.shirt_color = pick(random, kShirts);
  a.tie_color = pick(random, kTies);
  const bool bearded = random.chance(0.5) && a.age > 0.25;
  if (bearded) {
    a.stubble = random.chance(0.5) ? random.uniform(0.05, 0.35) : random.chance(0.35) ? 1 : 0;
    a.moustache = std::max(a.stubble, random.chance(0.2) ? 1.0 : 0.0);
    const double dice = random.uniform();
    a.hair = dice < 0.15   ? HairStyle::kBald
             : dice < 0.45 ? HairStyle::kReceding
                           : HairStyle::kShort;
  } else {
    a.lipstick = random.chance(0.4) && a.age > 0.2 ? random.uniform(0.3, 1) : 0;
    const double dice = random.uniform();
    a.hair = dice < 0.5 ? HairStyle::kLong : dice < 0.75 ? HairStyle::kFringe : HairStyle::kShort;
  }
  a.coat = random.chance(0.55) && a.age > 0.2;
  a.tie = bearded && random.chance(0.75);
  a.glasses = random.chance(0.12);
  a.texture = static_cast<std::uint32_t>(random.next());
  return a;
}

}  // namespace

DrawnFaceParameters random_person(Random& random) {
  DrawnFaceParameters face;
  face.appearance = random_appearance(random);
  face.shape = random_shape(random, face.appearance.age);
  if (face.appearance.lipstick == 0 && face.appearance.stubble > 0) {
    face.shape.brow_thickness *= 1.15;
    face.shape.jaw_width *= 1.03;
  }
  return face;
}

Scene random_scene(Random& random) {
  Scene scene;
  const double side = random.uniform(-0.9, 0.9);
  scene.light.key_direction = {side, random.uniform(0.1, 0.8), 0.9};
  const double warm = random.uniform(-0.10, 0.14);
  const double strength = random.uniform(0.6, 1.0);
  scene.light.key_color = Vec3{1 + warm, 1, 1 - warm} * strength;
  const double fill = random.uniform(0.16, 0.45);
  scene.light.sky_color = Vec3{1 - 0.5 * warm, 1, 1 + 0.5 * warm} * fill;
  scene.light.ground_color = scene.light.sky_color * random.uniform(0.4, 0.8);
  scene.background = static_cast<BackgroundKind>(random.below(4));
  const double wall = random.uniform(0.03, 0.45);
  scene.background_color = {wall * random.uniform(0.7, 1.3), wall * random.uniform(0.75, 1.2),
                            wall * random.uniform(0.7, 1.4)};

  scene.background_seed = static_cast<std::uint32_t>(random.next());
  scene.blur = random.uniform(0.3, 0.9);
  scene.grain = random.uniform(0.004, 0.022);
  scene.gamma = random.uniform(2.0, 2.4);
  scene.grain_seed = static_cast<std::uint32_t>(random.next());
  return scene;
}

void random_moment(Random& random, double liveliness, DrawnFaceParameters& face) {
  const double l = liveliness;
  Expression e;
  if (random.chance(0.45 * l)) e.mouth_open = random.uniform(1, 6);
  if (random.chance(0.10 * l)) e.mouth_open = random.uniform(6, 20);
  const double smile = random.chance(0.5) ? random.uniform(0, 1) : random.uniform(-0.35, 0.25);
  e.smile_left = l * smile + 0.05 * random.normal();
  e.smile_right = l * smile + 0.05 * random.normal();
  const double raise = random.chance(0.3) ? random.uniform(0, 1) : random.uniform(-0.3, 0.3);
  e.brow_raise_left = l * (raise + 0.12 * random.normal());
  e.brow_raise_right = l * (raise + 0.12 * random.normal());
  e.frown = random.chance(0.25) ? l * random.uniform(0, 0.9) : 0;
  const double open = random.chance(0.08 * l) ? random.uniform(0, 0.4) : random.uniform(0.75, 1.1);
  e.eye_open_left = std::max(0.0, open + 0.02 * random.normal());
  e.eye_open_right = std::max(0.0, open + 0.02 * random.normal());
  e.gaze_x = l * std::clamp(0.16 * random.normal(), -0.4, 0.4);
  e.gaze_y = l * std::clamp(0.08 * random.normal() - 0.02, -0.2, 0.2);
  face.expression = e;
  face.pose.yaw = l * degrees(std::clamp(15 * random.normal(), -38.0, 38.0));
  face.pose.pitch = l * degrees(std::clamp(7 * random.normal() - 1, -18.0, 16.0));
  face.pose.roll = l * degrees(std::clamp(7 * random.normal(), -22.0, 22.0));
  face.placement.center_x = 0.5 + l * random.uniform(-0.05, 0.05);
  face.placement.center_y = 0.43 + l * random.uniform(-0.05, 0.05);
  face.placement.face_width = random.uniform(0.34, 0.48);
  face.placement.distance = random.uniform(700, 2000);
}

DrawnFaceParameters random_face(std::uint64_t seed) {
  Random random(seed);
  DrawnFaceParameters face = random_person(random);
  random_moment(random, 1, face);
  return face;
}

DrawnFaceParameters mirrored(DrawnFaceParameters face) {
  Expression& e = face.expression;
  std::swap(e.smile_left, e.smile_right);
  std::swap(e.brow_raise_left, e.brow_raise_right);
  std::swap(e.eye_open_left, e.eye_open_right);
  e.gaze_x = -e.gaze_x;
  face.pose.yaw = -face.pose.yaw;
  face.pose.roll = -face.pose.roll;
  face.placement.center_x = 1 - face.placement.center_x;
  return face;
}

}  // namespace facepoint::test
