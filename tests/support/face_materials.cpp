#include "support/face_materials.h"

#include "support/head_meshes.h"

namespace facepoint::test {
namespace {

Vec3 skin_tone(double melanin) {
  static const Curve kRed({{0, std::log(0.80)}, {0.5, std::log(0.47)}, {1, std::log(0.10)}});
  static const Curve kGreen({{0, std::log(0.53)}, {0.5, std::log(0.25)}, {1, std::log(0.052)}});
  static const Curve kBlue({{0, std::log(0.41)}, {0.5, std::log(0.155)}, {1, std::log(0.033)}});
  return {std::exp(kRed(melanin)), std::exp(kGreen(melanin)), std::exp(kBlue(melanin))};
}

// ---- skin

double brow_cover(const FaceModel& model, std::uint32_t texture, Vec3 p) {
  const double half = model.brow_half_thickness(p.x);
  if (half <= 0) return 0;
  const double off = (p.y - model.brow_middle(p.x)) / half;
  if (std::abs(off) > 1.6) return 0;
  const double strokes =
      smooth_noise(std::abs(p.x) * 1.1 - p.y * 0.55 + 300, p.y * 0.25 + 90, texture + 21);
  return ramp(1.35, 0.45, std::abs(off)) * (0.62 + 0.38 * strokes);
}

// Lashes, the crease over the eye and the moist rim below it darken the skin.
double eye_lines(const FaceModel& model, Vec3 p, double eye_open) {
  const double from_center = std::abs(std::abs(p.x) - std::abs(model.eye_center(1).x));
  const double half = model.eye_radii().x - 2.4;
  if (from_center > half + 5 || std::abs(p.y) > 22) return 0;
  const double within = ramp(half + 1.5, half - 1.5, from_center);
  const double above = p.y - model.upper_lid(p.x);
  const double below = model.lower_lid(p.x) - p.y;
  double dark = 0;
  if (above > -0.5) dark = std::max(dark, 0.85 * within * ramp(1.9, 0.5, above));
  if (below > -0.5) dark = std::max(dark, 0.38 * within * ramp(1.3, 0.2, below));
  const double crease = 3.4 + 2 * (1 - eye_open);
  dark = std::max(dark, 0.3 * ramp(half + 3, half - 4, from_center) * bell(above - crease, 1.0));
  return dark;
}

double beard_cover(const FaceModel& model, const Appearance& a, Vec3 p) {
  const double ax = std::abs(p.x);
  const double corner = model.mouth_corner(1);
  const double mouth = model.lip_top(p.x);
  double cover = 0;
  if (a.moustache > 0) {
    cover = a.moustache * ramp(corner + 5, corner - 5, ax) *
            ramp(0, -5, p.y - model.nose_base_y() + 2 + 0.011 * ax * ax) *
            ramp(model.lip_bottom(p.x) - 4, mouth, p.y);
  }
  if (a.stubble > 0) {
    static const Curve kUpper({{0, -86}, {14, -80}, {30, -62}, {48, -52}, {62, -30}, {72, 5}});
    const double line = kUpper(ax) + std::min(0.0, model.chin_y() + 114) * ramp(50, 20, ax);
    cover = std::max(cover, a.stubble * ramp(line + 5, line - 7, p.y) *
                                ramp(model.chin_y() - 38, model.chin_y() - 14, p.y) *
                                ramp(-25, 5, p.z));
  }
  return cover;
}

double wrinkles(const FaceModel& model, const Appearance& a, Vec3 p) {
  const double old = ramp(0.45, 1, a.age);
  if (old <= 0) return 0;
  const double wave = 5 * (smooth_noise(p.x / 16 + 40, p.y / 30 + 7, a.texture + 31) - 0.5);
  double dark = 0;
  for (const double y : {37.0, 45.0, 53.0}) {
    dark += 0.3 * bell(p.y - y - wave - 0.0012 * p.x * p.x, 0.9) * ramp(44, 26, std::abs(p.x));
  }
  const double feet_x = std::abs(p.x) - std::abs(model.eye_corner(1, true).x) - 5;
  dark += 0.25 * bell(feet_x, 4) * ramp(9, 4, std::abs(p.y)) *
          square(std::sin(p.y * 0.9 + 0.1 * feet_x));
  const double fold_x = mix(model.nose_half_width() + 6, model.mouth_corner(1) + 8,
                            clamp01((model.nose_base_y() + 8 - p.y) / 26));
  dark += 0.35 * bell(std::abs(p.x) - fold_x, 1.4) *
          ramp(model.nose_base_y() + 10, model.nose_base_y() + 2, p.y) *
          ramp(model.nose_base_y() - 30, model.nose_base_y() - 18, p.y);
  return old * dark;
}

Vec3 lip_color(const Appearance& a, Vec3 skin) {
  const Vec3 natural = skin * Vec3{0.82, 0.56, 0.58};
  return mix(natural, Vec3{0.36, 0.035, 0.05}, 0.75 * a.lipstick);
}

Finish skin_finish(const FaceModel& model, const DrawnFaceParameters& face, Vec3 p, double cavity) {
  const Appearance& a = face.appearance;
  Finish f{skin_tone(a.melanin), 0.16, 14, 1, {0.38, 0.22, 0.16}};
  const double blotch = cloud_noise(p.x / 14 + 80, p.y / 14 + 80, a.texture) - 0.5;
  const double pores = smooth_noise(p.x * 1.3 + 400, p.y * 1.3 + 400, a.texture + 5) - 0.5;
  f.albedo = f.albedo * (1 + 0.14 * blotch + 0.07 * pores);
  if (p.z > 0) {
    const double ax = std::abs(p.x);
    const double red = a.blush * (0.8 * bell(ax - 40, 18) * bell(p.y + 32, 18) +
                                  0.6 * bell(p.x, 13) * bell(p.y - model.nose_tip_y(), 12));
    f.albedo = f.albedo * Vec3{1, 1 - 0.26 * red, 1 - 0.24 * red};
    const double spots = smooth_noise(p.x / 1.7 + 200, p.y / 1.7 + 200, a.texture + 6);
    f.albedo = f.albedo * (1 - 0.45 * a.freckles * ramp(0.66, 0.85, spots) * bell(ax - 22, 34) *
                                   bell(p.y + 22, 26));
    const double eye_x = std::abs(model.eye_center(1).x);
    const double tired = (0.10 + 0.22 * a.age) * bell(ax - eye_x + 3, 11) * bell(p.y + 10, 5);
    const double socket = 0.16 * bell(ax - eye_x + 5, 15) * bell(p.y - 6, 9);
    f.albedo = f.albedo * Vec3{1 - tired - socket, 1 - 1.15 * (tired + socket), 1 - tired - socket};
    f.albedo = f.albedo * (1 - std::min(0.5, wrinkles(model, a, p)));

    const double lips = std::min(model.lip_top(p.x) - p.y, p.y - model.lip_bottom(p.x));
    const bool at_mouth = p.x > model.mouth_corner(-1) && p.x < model.mouth_corner(1);
    if (at_mouth && lips > -0.6) {
      const double cover = ramp(-0.6, 0.9, lips);
      f.albedo = mix(f.albedo, lip_color(a, f.albedo), cover);
      f.gloss = mix(f.gloss, 0.3 + 0.3 * a.lipstick, cover);
      const double slit =
          std::min(std::abs(p.y - model.mouth_top(p.x)), std::abs(p.y - model.mouth_bottom(p.x)));
      f.albedo = f.albedo * (1 - 0.72 * bell(slit, 0.9));
    }
    const double nostril = bell((ax - 0.5 * model.nose_half_width()) / 3.6, 1) *
                           bell((p.y - model.nose_base_y() - 3.4) / 2.0, 1);
    f.albedo = f.albedo * (1 - 0.85 * nostril);

    const double brows = brow_cover(model, a.texture, p);
    f.albedo = mix(f.albedo, mix(a.hair_color, Vec3{0.03, 0.02, 0.015}, 0.5), 0.9 * brows);
    const double hairs = smooth_noise(p.x * 1.5 + 500, p.y * 0.5 + 500, a.texture + 8);
    const double beard = beard_cover(model, a, p) * (0.75 + 0.5 * (hairs - 0.5));
    f.albedo = mix(f.albedo, a.hair_color, 0.85 * clamp01(beard));
    f.gloss *= 1 - std::max(brows, clamp01(beard));
    const double open = p.x < 0 ? face.expression.eye_open_left : face.expression.eye_open_right;
    const double lines = eye_lines(model, p, open);
    f.albedo = mix(f.albedo, {0.02, 0.013, 0.012}, lines);
    f.gloss *= 1 - lines;
  }
  if (a.hair != HairStyle::kBald && p.y > -30) {
    const double roots = ramp(-7, 1, height_over_hairline(a, std::atan2(p.x, p.z), p.y));
    f.albedo = mix(f.albedo, a.hair_color, 0.45 * roots);
  }
  f.exposure =
      std::clamp(1 - 0.10 * std::max(0.0, cavity) - 0.03 * std::min(0.0, cavity), 0.35, 1.1);
  const double edge = model.jaw_edge(std::atan2(p.x, p.z));
  f.exposure *=
      mix(0.55, 1, std::max(ramp(edge - 10, edge, p.y), 0.6 * ramp(edge - 10, edge - 70, p.y)));
  return f;
}

// ---- the rest

Finish eye_finish(const FaceModel& model, const DrawnFaceParameters& face, const Light& light,
                  Vec3 p) {
  const int side = p.x < 0 ? -1 : 1;
  const Vec3 center = model.eye_center(side);
  const double size = model.eye_radii().z / 12.2;
  const double dx = p.x - center.x - 11 * std::sin(face.expression.gaze_x);
  const double dy = p.y - center.y - 11 * std::sin(face.expression.gaze_y);
  const double d = std::hypot(dx, dy) / (6.1 * size);
  const double inner = side * (center.x - p.x) / model.eye_radii().x;  // 1 at the nose
  Finish f{{0.62, 0.585, 0.56}, 0.25, 60, 1, {0.3, 0.25, 0.22}};
  f.albedo = mix(f.albedo, {0.55, 0.3, 0.27}, ramp(0.55, 0.9, std::abs(inner)) * 0.7);
  if (d < 1.12) {
    const double fibres = smooth_noise(std::atan2(dy, dx) * 9 + 60, d * 2, face.appearance.texture);
    Vec3 iris = face.appearance.iris_color * (0.65 + 0.7 * fibres) * mix(1.2, 0.75, d);
    iris = mix(iris, {0.012, 0.01, 0.01}, std::max(ramp(0.78, 1, d), ramp(0.46, 0.36, d)));
    f.albedo = mix(iris, f.albedo, ramp(0.96, 1.12, d));
  }
  const double spot_x = dx - 2.1 * size * light.key_direction.x / norm(light.key_direction);
  const double spot_y = dy - 2.6 * size * light.key_direction.y / norm(light.key_direction);
  f.albedo = mix(f.albedo, {2.2, 2.2, 2.2}, ramp(1.25, 0.55, std::hypot(spot_x, spot_y)));
  f.exposure = mix(0.4, 1, ramp(-0.5, 4.2, model.upper_lid(p.x) - p.y)) *
               mix(0.7, 1, ramp(-0.5, 1.5, p.y - model.lower_lid(p.x)));
  return f;
}

Finish mouth_finish(const FaceModel& model, Vec3 p) {
  const double corner = model.mouth_corner(1);
  Finish f{{0.09, 0.022, 0.02}, 0, 12, 0.8, {}};
  const double gap = model.mouth_top(p.x) - model.mouth_bottom(p.x);
  if (p.y > model.teeth_bottom() + 0.9 * square(p.x / corner)) {
    const double tooth = std::abs(p.x) / 7.6 + 0.0;
    const double seam = bell((tooth - std::round(tooth)) * 7.6, 0.55);
    f.albedo = Vec3{0.74, 0.70, 0.61} * (1 - 0.35 * seam);
    f.gloss = 0.25;
    f.shininess = 30;
    f.exposure = mix(1.0, 0.45, ramp(0.35, 1, std::abs(p.x) / corner));
  } else if (gap > 7) {
    const double tongue = ramp(0.45, 0.1, (p.y - model.mouth_bottom(p.x)) / gap);
    f.albedo = mix(f.albedo, {0.36, 0.11, 0.10}, tongue * ramp(1, 0.5, std::abs(p.x) / corner));
  }
  f.exposure *= mix(0.45, 1, ramp(0, 4, model.mouth_top(p.x) - p.y));
  return f;
}

Finish hair_finish(const Appearance& a, const Sample& sample) {
  const Vec3 p = sample.local;
  const double phi = std::atan2(p.x, p.z);
  const double sweep = 0.009 * (2 * smooth_noise(0.5, 0.5, a.texture + 13) - 1);
  const double bend = phi + sweep * (117 - std::max(p.y, 20.0)) +
                      0.10 * (cloud_noise(phi * 4 + 30, p.y / 25 + 30, a.texture + 41) - 0.5);
  const double fine = smooth_noise(bend * 120 + 900, p.y / 22 + 30, a.texture + 42);
  const double locks = smooth_noise(bend * 26 + 900, p.y / 45 + 30, a.texture + 43);
  Finish f{a.hair_color * (0.45 + 0.75 * fine + 0.55 * locks), 0.04 + 0.06 * fine, 9, 1, {}};
  f.exposure = 0.7 + 0.3 * locks;
  return f;
}

Finish body_finish(const Appearance& a, double melanin, Vec3 p) {
  const double below = p.y;
  const double weave = 0.92 + 0.16 * smooth_noise(p.x / 2.5 + 300, below / 2.5, a.texture + 51);
  const double folds = 0.85 + 0.3 * cloud_noise(p.x / 40 + 60, below / 55, a.texture + 52);
  Finish f{a.coat_color * weave * folds, 0.03, 6, 1, {0.1, 0.1, 0.1}};
  if (p.z < 0) return f;
  const double ax = std::abs(p.x);
  if (!a.coat) {
    const double neckline = 30 - 0.012 * p.x * p.x;
    if (below < neckline) return {skin_tone(melanin), 0.1, 12, 0.75, {0.38, 0.22, 0.16}};
    f.albedo = f.albedo * (1 - 0.35 * bell(below - neckline - 4, 2.5));
    return f;
  }
  const double lapel = 64 - 0.40 * below;  // half the width of the shirt that shows
  if (ax < lapel) {
    const bool collar = below < 26 - 0.18 * ax;
    f.albedo = a.shirt_color * folds * (collar ? 1.0 : 0.9);
    f.exposure = mix(0.7, 1, ramp(0, 12, lapel - ax));
    const double tie = mix(5, 15, clamp01(below / 120));
    if (a.tie && below > 12 && ax < tie) {
      const double stripe = 0.7 + 0.5 * ramp(-0.2, 0.2, std::sin((p.x + below) * 0.55));
      f.albedo = a.tie_color * stripe;
    } else if (!a.tie && (below < 18 || (below < 38 && ax < 0.75 * (38 - below)))) {
      return {skin_tone(melanin), 0.1, 12, 0.75, {0.38, 0.22, 0.16}};
    }
  } else {
    f.albedo = f.albedo * (1 - 0.5 * bell(ax - lapel - 17, 1.6) * ramp(110, 60, below));
    f.exposure = mix(1.15, 1, ramp(0, 18, ax - lapel));
  }
  return f;
}

}  // namespace

Finish finish_of(const FaceModel& model, const DrawnFaceParameters& face, const Light& light,
                 const Sample& sample) {
  const Appearance& a = face.appearance;
  switch (sample.material) {
    case Material::kEye:
      return eye_finish(model, face, light, sample.local);
    case Material::kMouth:
      return mouth_finish(model, sample.local);
    case Material::kHair:
      return hair_finish(a, sample);
    case Material::kBody:
      return body_finish(a, a.melanin, sample.local);
    case Material::kGlasses:
      return {{0.03, 0.028, 0.026}, 0.6, 30, 1, {}};
    case Material::kEar: {
      Finish f{skin_tone(a.melanin) * Vec3{0.98, 0.85, 0.83}, 0.12, 14, 1, {0.4, 0.22, 0.16}};
      f.exposure = std::clamp(0.9 + 0.25 * sample.cavity, 0.45, 1.1);
      return f;
    }
    default:
      return skin_finish(model, face, sample.local, sample.cavity);
  }
}

Vec3 background_at(const Scene& scene, double x, double y) {
  const std::uint32_t seed = scene.background_seed;
  const auto dice = [seed](int i, int j) { return lattice(i, j, seed); };
  Vec3 c = scene.background_color;
  c = c * (0.65 + 0.7 * cloud_noise(2.2 * x + 9, 2.2 * y + 9, seed)) * mix(1.15, 0.8, y);
  switch (scene.background) {
    case BackgroundKind::kStudio:
      for (int i = 0; i < 3; ++i) {
        const double d = std::hypot(x - dice(i, 1), y - 0.8 * dice(i, 2));
        c = c * (1 + 0.8 * (dice(i, 3) - 0.3) * bell(d, 0.35));
      }
      break;
    case BackgroundKind::kWindow: {
      const double left = 0.7 * dice(0, 1) - 0.1;
      const double width = 0.3 + 0.3 * dice(0, 2);
      const double inside = ramp(left - 0.012, left + 0.012, x) *
                            ramp(left + width + 0.012, left + width - 0.012, x) *
                            ramp(0.78, 0.75, y);
      const double bars = std::max(bell(x - left - width / 2, 0.012), bell(y - 0.36, 0.012));
      const Vec3 outside = mix(Vec3{0.62, 0.72, 0.85}, {0.35, 0.45, 0.25}, ramp(0.3, 0.7, y));
      c = mix(c, outside * (1 - 0.75 * bars), inside);
      break;
    }
    case BackgroundKind::kShelves:
      for (int row = 0; row < 5; ++row) {
        const double top = 0.22 * row - 0.05;
        if (y < top || y > top + 0.22) continue;
        const double spine = x * 22 + 3 * dice(row, 9);
        const int book = static_cast<int>(std::floor(spine));
        const Vec3 cover{0.05 + 0.4 * dice(book, row + 10), 0.05 + 0.3 * dice(book, row + 20),
                         0.05 + 0.28 * dice(book, row + 30)};
        const double tall = top + 0.03 + 0.05 * dice(book, row + 40);
        const double edge = ramp(0, 0.14, spine - book) * ramp(1, 0.86, spine - book);
        c = mix(c * 0.4, cover * edge, ramp(tall, tall + 0.015, y));
        c = mix(c, scene.background_color * 1.3, ramp(top + 0.19, top + 0.2, y));
      }
      break;
    case BackgroundKind::kLights:
      c = c * 0.45;
      for (int i = 0; i < 14; ++i) {
        const double r = 0.02 + 0.05 * dice(i, 3);
        const double d = std::hypot(x - dice(i, 1), y - dice(i, 2));
        const Vec3 glow{0.5 + 0.5 * dice(i, 4), 0.35 + 0.4 * dice(i, 5), 0.2 + 0.5 * dice(i, 6)};
        c = c + glow * (0.5 * ramp(r, 0.8 * r, d));
      }
      break;
  }
  return c;
}

}  // namespace facepoint::test
