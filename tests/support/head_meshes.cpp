#include "support/head_meshes.h"

#include <functional>

namespace facepoint::test {
namespace {

constexpr double kPi = std::numbers::pi;

// The angle above which hair begins, by hair style: heights of the hairline around the head.
const Curve& hairline(HairStyle style) {
  static const Curve kShort({{0, 68},
                             {28, 66},
                             {44, 56},
                             {56, 36},
                             {66, 14},
                             {73, -14},
                             {79, -12},
                             {86, 6},
                             {98, 18},
                             {108, 4},
                             {122, -48},
                             {180, -62}});
  static const Curve kFringe({{0, 36},
                              {30, 36},
                              {46, 30},
                              {58, 16},
                              {67, -8},
                              {74, -20},
                              {80, -16},
                              {86, -4},
                              {98, 8},
                              {108, -8},
                              {122, -55},
                              {180, -70}});
  static const Curve kLong({{0, 66},
                            {24, 64},
                            {42, 54},
                            {54, 34},
                            {62, 6},
                            {68, -40},
                            {72, -150},
                            {90, -170},
                            {180, -170}});
  static const Curve kReceding({{0, 96},
                                {22, 90},
                                {38, 70},
                                {54, 46},
                                {64, 20},
                                {73, -8},
                                {79, -6},
                                {86, 8},
                                {98, 18},
                                {108, 4},
                                {122, -44},
                                {180, -55}});
  switch (style) {
    case HairStyle::kFringe:
      return kFringe;
    case HairStyle::kLong:
      return kLong;
    case HairStyle::kReceding:
      return kReceding;
    default:
      return kShort;
  }
}

void add_grid_triangles(Mesh& mesh, int rows, int columns) {
  for (int r = 0; r + 1 < rows; ++r) {
    for (int c = 0; c + 1 < columns; ++c) {
      const auto i = static_cast<std::uint32_t>(r * columns + c);
      const auto below = i + static_cast<std::uint32_t>(columns);
      mesh.triangles.push_back({i, below, i + 1});
      mesh.triangles.push_back({i + 1, below, below + 1});
    }
  }
}

// Normals from the neighbours along rows (downwards) and columns (to image right).
void add_grid_normals(Mesh& mesh, int rows, int columns) {
  const auto at = [&](int r, int c) -> MeshVertex& {
    return mesh.vertices[static_cast<std::size_t>(std::clamp(r, 0, rows - 1) * columns +
                                                  std::clamp(c, 0, columns - 1))];
  };
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < columns; ++c) {
      const Vec3 along = at(r, c + 1).camera - at(r, c - 1).camera;
      const Vec3 down = at(r + 1, c).camera - at(r - 1, c).camera;
      at(r, c).normal = normalized(cross(down, along));
    }
  }
}

// How far each vertex lies below the mean of the ring around it, at two reaches: hollows are dark.
void add_cavity(Mesh& mesh, int rows, int columns) {
  const auto at = [&](int r, int c) -> MeshVertex& {
    return mesh.vertices[static_cast<std::size_t>(std::clamp(r, 0, rows - 1) * columns +
                                                  std::clamp(c, 0, columns - 1))];
  };
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < columns; ++c) {
      double hollow = 0;
      for (const int reach : {5, 12}) {
        Vec3 ring{};
        for (const int dr : {-reach, 0, reach}) {
          for (const int dc : {-reach, 0, reach}) ring = ring + at(r + dr, c + dc).camera;
        }
        const double below = dot(at(r, c).normal, ring * (1.0 / 9) - at(r, c).camera);
        hollow += below * 5.0 / reach;
      }
      at(r, c).cavity = hollow;
    }
  }
}

using Surface = std::function<MeshVertex(double phi, double y)>;

Mesh grid(Material material, const std::vector<double>& heights, const std::vector<double>& angles,
          const Surface& surface) {
  Mesh mesh;
  mesh.material = material;
  mesh.vertices.reserve(heights.size() * angles.size());
  for (const double y : heights) {
    for (const double phi : angles) mesh.vertices.push_back(surface(phi, y));
  }
  const int rows = static_cast<int>(heights.size());
  const int columns = static_cast<int>(angles.size());
  add_grid_triangles(mesh, rows, columns);
  add_grid_normals(mesh, rows, columns);
  return mesh;
}

// From `begin` to `end` in equal steps of about `step`, both ends included.
void append_steps(std::vector<double>& values, double begin, double end, double step) {
  const int n = std::max(1, static_cast<int>(std::lround(std::abs(end - begin) / step)));
  for (int i = values.empty() ? 0 : 1; i <= n; ++i)
    values.push_back(mix(begin, end, i / double(n)));
}

std::vector<double> skin_angles() {
  std::vector<double> angles;
  append_steps(angles, -180, -84, 4);
  append_steps(angles, -84, -42, 1.2);
  append_steps(angles, -42, 42, 0.7);
  append_steps(angles, 42, 84, 1.2);
  append_steps(angles, 84, 180, 4);
  for (double& a : angles) a = degrees(a);
  return angles;
}

std::vector<double> crown_heights(double crown, double down_to) {
  std::vector<double> heights;
  for (int i = 0; i <= 16; ++i) {
    heights.push_back(mix(crown, down_to, square(i / 16.0)));  // dense where it is round
  }
  return heights;
}

Mesh skin_mesh(const FaceModel& model) {
  std::vector<double> heights = crown_heights(model.crown(), 48);
  append_steps(heights, 48, model.chin_y() - 20, 0.9);
  append_steps(heights, model.chin_y() - 20, model.chin_y() - 120, 4);
  const std::vector<double> angles = skin_angles();
  Mesh mesh = grid(Material::kSkin, heights, angles, [&](double phi, double y) {
    const Vec3 p = model.skin(phi, y);
    return MeshVertex{p, model.posed(p, model.follows_head(phi, y)), {}, 0};
  });
  add_cavity(mesh, static_cast<int>(heights.size()), static_cast<int>(angles.size()));
  return mesh;
}

Mesh hair_mesh(const FaceModel& model, const Appearance& appearance) {
  std::vector<double> heights = crown_heights(model.crown(), 60);
  append_steps(heights, 60, -20, 2);
  append_steps(heights, -20, appearance.hair == HairStyle::kLong ? -180 : -80, 4);
  std::vector<double> angles;
  append_steps(angles, -180, 180, 2);
  for (double& a : angles) a = degrees(a);
  return grid(Material::kHair, heights, angles, [&](double phi, double y) {
    const Vec3 base = model.skull(phi, y);
    const double over = height_over_hairline(appearance, phi, y);
    const double lumps = 0.75 + 0.5 * cloud_noise(phi * 3 + 50, y / 30 + 50, appearance.texture);
    const double hang = appearance.hair == HairStyle::kLong ? ramp(30, -60, y) * 9 : 0;
    const double thick = 0.9 + (appearance.hair_volume * lumps + hang) * ramp(-2, 26, over) *
                                   mix(1, 0.55, ramp(30, -40, y) * (hang > 0 ? 0 : 1));
    const Vec3 away = normalized({base.x / 76, ramp(20, 117, y) * 1.3, base.z / 98});
    const Vec3 p = base + away * thick;
    const double follows = y > -60 ? 1 : mix(0.6, 1, ramp(-180, -60, y));
    return MeshVertex{p, model.posed(p, follows), {}, 0};
  });
}

Mesh eye_mesh(const FaceModel& model, int side) {
  std::vector<double> heights;
  append_steps(heights, 80, -80, 5);
  std::vector<double> angles;
  append_steps(angles, -88, 88, 5);
  const Vec3 center = model.eye_center(side);
  const Vec3 radii = model.eye_radii();
  return grid(Material::kEye, heights, angles, [&](double longitude, double latitude) {
    const double u = degrees(longitude);
    const double v = degrees(latitude);
    const Vec3 p = center + Vec3{radii.x * std::sin(u) * std::cos(v), radii.y * std::sin(v),
                                 radii.z * std::cos(u) * std::cos(v)};
    return MeshVertex{p, model.posed(p), {}, 0};
  });
}

Mesh mouth_mesh(const FaceModel& model) {
  std::vector<double> heights;
  append_steps(heights, model.lip_top(0), model.lip_bottom(0), 1.5);
  std::vector<double> xs;
  append_steps(xs, model.mouth_corner(-1), model.mouth_corner(1), 2);
  return grid(Material::kMouth, heights, xs, [&](double x, double y) {
    const bool teeth = y > model.teeth_bottom();
    const double z = model.front(0, model.lip_top(0)).z - (teeth ? 5 : 14) - x * x / 55;
    const Vec3 p{x, y, z};
    return MeshVertex{p, model.posed(p), {}, 0};
  });
}

// A disc with a raised rim and a hollow, leaning back from the side of the head.
Mesh ear_mesh(const FaceModel& model, int side) {
  std::vector<double> rings;
  append_steps(rings, 0, 1, 0.08);
  std::vector<double> turns;
  append_steps(turns, 0, 360, 12);
  const Vec3 root = model.skin(side * degrees(95), -11);
  Mesh mesh = grid(Material::kEar, rings, turns, [&](double turn, double ring) {
    const double t = degrees(turn) * side;
    const double up = ring * std::cos(t);
    const double back = ring * std::sin(t) * side;
    const double width = up > 0 ? 17 : mix(17, 11, -up);
    const double height = 8 * (ramp(0.45, 0.86, ring) - 0.9 * ramp(0.9, 1, ring)) - 2;
    const double flare = 9 * (back + 0.5);
    const Vec3 p =
        root + Vec3{side * (2 + height * 0.6 + flare), 29 * up + 3 * back, -8 - width * back};
    return MeshVertex{p, model.posed(p), {}, -1.6 * (ramp(0.7, 0.3, ring) - 0.4)};
  });
  return mesh;
}

Mesh body_mesh(const FaceModel& model, const FaceShape& shape) {
  const double top = model.chin_y() - 30;
  std::vector<double> heights;
  append_steps(heights, top, top - 320, 5);
  std::vector<double> angles;
  append_steps(angles, -180, 180, 4);
  const double neck = 53 * shape.neck_width;
  const Curve width({{0, neck - 6},
                     {12, neck - 2},
                     {22, neck + 4},
                     {38, neck + 32},
                     {56, 148},
                     {78, 182},
                     {110, 198},
                     {320, 205}});
  const Curve depth({{0, 50}, {25, 54}, {60, 74}, {120, 92}, {320, 100}});
  return grid(Material::kBody, heights, angles, [&](double degree, double y) {
    const double phi = degrees(degree);
    const double below = top - y;
    const Vec3 p{width(below) * std::sin(phi), y, depth(below) * std::cos(phi) - 16};
    return MeshVertex{{p.x, top - y, p.z}, model.posed(p, 0.25), {}, 0};
  });
}

// Two rims and a bridge: thin bands around the eyes, a little in front of the skin.
Mesh glasses_mesh(const FaceModel& model) {
  Mesh mesh;
  mesh.material = Material::kGlasses;
  const auto strip = [&](const std::vector<Vec3>& path, double half) {
    const auto first = static_cast<std::uint32_t>(mesh.vertices.size());
    for (std::size_t i = 0; i < path.size(); ++i) {
      const Vec3 along = path[std::min(i + 1, path.size() - 1)] - path[i > 0 ? i - 1 : 0];
      const Vec3 across = normalized({-along.y, along.x, 0}) * half;
      for (const Vec3& p : {path[i] - across, path[i] + across}) {
        mesh.vertices.push_back(
            {p, model.posed(p), normalized(model.posed({0, 0, 1}) - model.posed({0, 0, 0})), 0});
      }
    }
    for (std::uint32_t i = 0; i + 1 < path.size(); ++i) {
      const std::uint32_t v = first + 2 * i;
      mesh.triangles.push_back({v, v + 1, v + 2});
      mesh.triangles.push_back({v + 1, v + 3, v + 2});
    }
  };
  const double z = model.front(12, 4).z + 7;
  for (int side = -1; side <= 1; side += 2) {
    const Vec3 eye = model.eye_center(side);
    std::vector<Vec3> rim;
    for (int i = 0; i <= 40; ++i) {
      const double t = 2 * kPi * i / 40;
      const double c = std::cos(t);
      const double s = std::sin(t);
      const double r = std::pow(std::pow(std::abs(c), 3.0) + std::pow(std::abs(s), 3.0), -1 / 3.0);
      const double x = eye.x + side * 1.5 + 24 * r * c;
      rim.push_back({x, -3 + 18 * r * s, z - 0.006 * x * x});
    }
    strip(rim, 0.9);
    const double edge = side * (std::abs(eye.x) + 25.5);
    const Vec3 ear = model.skin(side * degrees(88), 4);
    strip({{edge, 4, z - 0.006 * edge * edge},
           {ear.x * 1.04, 5, ear.z + 30},
           {ear.x * 1.04, 5, ear.z}},
          1.2);
  }
  strip({{-8.5, 2, z}, {-3, 4.5, z + 1}, {3, 4.5, z + 1}, {8.5, 2, z}}, 0.9);
  return mesh;
}

}  // namespace

double height_over_hairline(const Appearance& appearance, double phi, double y) {
  const double part = smooth_noise(0.5, 0.5, appearance.texture + 13) < 0.5 ? -1 : 1;
  const double swept = 7 * std::sin(phi * part * 1.6 + 0.4) * ramp(1.2, 0.2, std::abs(phi));
  const double strands = swept +
                         4 * (smooth_noise(phi * 46 + 100, 3, appearance.texture + 11) - 0.5) +
                         9 * (smooth_noise(phi * 13 + 100, 5, appearance.texture + 12) - 0.5);
  return y - hairline(appearance.hair)(std::abs(phi) * 180 / kPi) - strands;
}

bool in_hair(const Appearance& appearance, Vec3 local) {
  return height_over_hairline(appearance, std::atan2(local.x, local.z), local.y) > 0;
}

bool in_opening(const FaceModel& model, Vec3 local) {
  if (local.z < 20 || local.y > 20) return false;
  return local.y > -25 ? model.in_eye(local.x, local.y) : model.in_mouth(local.x, local.y);
}

std::vector<Mesh> head_meshes(const FaceModel& model, const DrawnFaceParameters& face) {
  std::vector<Mesh> meshes;
  meshes.push_back(skin_mesh(model));
  for (int side = -1; side <= 1; side += 2) {
    meshes.push_back(eye_mesh(model, side));
    meshes.push_back(ear_mesh(model, side));
  }
  meshes.push_back(mouth_mesh(model));
  meshes.push_back(body_mesh(model, face.shape));
  if (face.appearance.hair != HairStyle::kBald) meshes.push_back(hair_mesh(model, face.appearance));
  if (face.appearance.glasses) meshes.push_back(glasses_mesh(model));
  return meshes;
}

}  // namespace facepoint::test
