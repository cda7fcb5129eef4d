// Triangles to samples: the nearest surface at every sample of a picture. One thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "support/vec3.h"

namespace facepoint::test {

enum class Material : std::uint8_t { kNone, kSkin, kEye, kMouth, kHair, kEar, kBody, kGlasses };

struct MeshVertex {
  Vec3 local;         // in the head frame, before posing: where the materials are defined
  Vec3 camera;        // posed
  Vec3 normal;        // unit, camera frame
  double cavity = 0;  // how far the surface lies below its surroundings, mm
};

struct Mesh {
  Material material = Material::kNone;
  std::vector<MeshVertex> vertices;
  std::vector<std::array<std::uint32_t, 3>> triangles;
};

struct Sample {
  Material material = Material::kNone;
  double depth = -1e30;  // larger is nearer
  Vec3 local;
  Vec3 camera;
  Vec3 normal;
  double cavity = 0;
};

struct ScreenPoint {  // sample units; sample (i, j) has its centre at (i, j)
  double x = 0;
  double y = 0;
  double depth = 0;
};

class Rasterizer {
 public:
  Rasterizer(int width, int height)
      : width_(width), height_(height), samples_(static_cast<std::size_t>(width) * height) {}

  int width() const { return width_; }
  int height() const { return height_; }
  const Sample& at(int x, int y) const {
    return samples_[static_cast<std::size_t>(y) * width_ + x];
  }

  // `project` maps a vertex's camera position to the screen; `keep` decides by the head-frame
  // position whether the surface exists there (it is cut away elsewhere).
  template <class Project, class Keep>
  void draw(const Mesh& mesh, const Project& project, const Keep& keep) {
    std::vector<ScreenPoint> screen;
    screen.reserve(mesh.vertices.size());
    for (const MeshVertex& v : mesh.vertices) screen.push_back(project(v.camera));
    for (const auto& t : mesh.triangles) triangle(mesh, screen, t, keep);
  }

 private:
  template <class Keep>
  void triangle(const Mesh& mesh, const std::vector<ScreenPoint>& screen,
                const std::array<std::uint32_t, 3>& corners, const Keep& keep) {
    const ScreenPoint& a = screen[corners[0]];
    const ScreenPoint& b = screen[corners[1]];
    const ScreenPoint& c = screen[corners[2]];
    const double area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    if (std::abs(area) < 1e-12) return;
    const int x0 = std::max(0, static_cast<int>(std::ceil(std::min({a.x, b.x, c.x}))));
    const int x1 = std::min(width_ - 1, static_cast<int>(std::floor(std::max({a.x, b.x, c.x}))));
    const int y0 = std::max(0, static_cast<int>(std::ceil(std::min({a.y, b.y, c.y}))));
    const int y1 = std::min(height_ - 1, static_cast<int>(std::floor(std::max({a.y, b.y, c.y}))));
    for (int y = y0; y <= y1; ++y) {
      for (int x = x0; x <= x1; ++x) {
        const double wb = ((x - a.x) * (c.y - a.y) - (y - a.y) * (c.x - a.x)) / area;
        const double wc = ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) / area;
        const double wa = 1 - wb - wc;
        if (wa < 0 || wb < 0 || wc < 0) continue;
        const double depth = wa * a.depth + wb * b.depth + wc * c.depth;
        Sample& sample = samples_[static_cast<std::size_t>(y) * width_ + x];
        if (depth <= sample.depth) continue;
        const MeshVertex& va = mesh.vertices[corners[0]];
        const MeshVertex& vb = mesh.vertices[corners[1]];
        const MeshVertex& vc = mesh.vertices[corners[2]];
        const Vec3 local = va.local * wa + vb.local * wb + vc.local * wc;
        if (!keep(local)) continue;
        sample = {mesh.material,
                  depth,
                  local,
                  va.camera * wa + vb.camera * wb + vc.camera * wc,
                  va.normal * wa + vb.normal * wb + vc.normal * wc,
                  va.cavity * wa + vb.cavity * wb + vc.cavity * wc};
      }
    }
  }

  int width_;
  int height_;
  std::vector<Sample> samples_;
};

}  // namespace facepoint::test
