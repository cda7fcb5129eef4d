#include "support/face_renderer.h"

#include "support/face_materials.h"
#include "support/head_meshes.h"

namespace facepoint::test {
namespace {

// Head to picture: the point between the eyes stands at the placement's centre.
class Camera {
 public:
  Camera(const FaceModel& model, const Placement& placement, int width, int height)
      : anchor_(model.posed({0, 0, 70})),
        center_{placement.center_x * width, placement.center_y * height},
        distance_(placement.distance),
        focal_(placement.face_width * width * placement.distance / 144) {}

  Point operator()(Vec3 p) const {
    const double scale = focal_ / (distance_ - p.z);
    return {center_.x + (p.x - anchor_.x) * scale, center_.y - (p.y - anchor_.y) * scale};
  }

 private:
  Vec3 anchor_;
  Point center_;
  double distance_;
  double focal_;
};

Keypoints project_landmarks(const FaceModel& model, const Camera& camera) {
  Keypoints points;
  for (const Vec3& p : model.landmarks()) points.push_back({camera(model.posed(p))});
  return points;
}

// What the key light sees, to find who stands in whose shadow.
class ShadowMap {
 public:
  ShadowMap(const std::vector<Mesh>& meshes, const Appearance& appearance, Vec3 light)
      : toward_(normalized(light)), depths_(kSide, kSide) {
    right_ = normalized(cross({0, 1, 0}, toward_));
    up_ = cross(toward_, right_);
    for (const Mesh& mesh : meshes) {
      if (mesh.material == Material::kGlasses) continue;
      depths_.draw(
          mesh, [this](Vec3 p) { return project(p); },
          [&](Vec3 local) {
            return mesh.material != Material::kHair || in_hair(appearance, local);
          });
    }
  }

  // Share of the key light that arrives, 0 to 1, softened at the shadow's edge.
  double lit(Vec3 camera_point) const {
    const ScreenPoint p = project(camera_point);
    double sum = 0;
    for (int dy = -2; dy <= 2; ++dy) {
      for (int dx = -2; dx <= 2; ++dx) {
        const int x = std::clamp(static_cast<int>(std::lround(p.x + 0.9 * dx)), 0, kSide - 1);
        const int y = std::clamp(static_cast<int>(std::lround(p.y + 0.9 * dy)), 0, kSide - 1);
        sum += ramp(9, 4, depths_.at(x, y).depth - p.depth);
      }
    }
    return sum / 25;
  }

 private:
  static constexpr int kSide = 220;
  static constexpr double kMillimetres = 2.4;  // a sample

  ScreenPoint project(Vec3 p) const {
    return {kSide / 2.0 + dot(p, right_) / kMillimetres,
            kSide / 2.0 - (dot(p, up_) + 40) / kMillimetres, dot(p, toward_)};
  }

  Vec3 toward_;
  Vec3 right_;
  Vec3 up_;
  Rasterizer depths_;
};

Vec3 lit_color(const Finish& finish, const Sample& sample, const Light& light,
               const ShadowMap& shadows) {
  Vec3 normal = normalized(sample.normal);
  if (normal.z < 0) normal = normal * -1;
  const Vec3 toward = normalized(light.key_direction);
  const double facing = dot(normal, toward);
  const double lit = shadows.lit(sample.camera + normal * 2);
  const auto diffuse = [&](double wrap) {
    return std::max(0.0, (facing + wrap) / (1 + wrap)) * mix(lit, 1, 0.15 * wrap);
  };
  const Vec3 key = light.key_color *
                   Vec3{diffuse(finish.wrap.x), diffuse(finish.wrap.y), diffuse(finish.wrap.z)};
  const Vec3 ambient =
      mix(light.ground_color, light.sky_color, 0.5 + 0.5 * normal.y) * mix(0.8, 1, normal.z);
  const Vec3 halfway = normalized(toward + Vec3{0, 0, 1});
  const double shine =
      finish.gloss * std::pow(std::max(0.0, dot(normal, halfway)), finish.shininess) * lit;
  return finish.albedo * (ambient * finish.exposure + key * (0.5 + 0.5 * finish.exposure)) +
         light.key_color * (shine * finish.exposure);
}

struct Canvas {
  int width;
  int height;
  std::vector<Vec3> pixels;  // linear

  Vec3& at(int x, int y) { return pixels[static_cast<std::size_t>(y) * width + x]; }
};

Canvas draw_background(const Scene& scene, int width, int height) {
  Canvas canvas{width, height, std::vector<Vec3>(static_cast<std::size_t>(width) * height)};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      canvas.at(x, y) = background_at(scene, x / double(width), y / double(height));
    }
  }
  return canvas;
}

void draw_face(Canvas& canvas, const FaceModel& model, const DrawnFaceParameters& face,
               const Camera& camera, const Scene& scene) {
  const Light& light = scene.light;
  const int side = scene.samples;
  const std::vector<Mesh> meshes = head_meshes(model, face);
  const ShadowMap shadows(meshes, face.appearance, light.key_direction);
  Rasterizer samples(canvas.width * side, canvas.height * side);
  const auto project = [&](Vec3 p) {
    const Point at = camera(p);
    return ScreenPoint{side * at.x + (side - 1) / 2.0, side * at.y + (side - 1) / 2.0, p.z};
  };
  for (const Mesh& mesh : meshes) {
    samples.draw(mesh, project, [&](Vec3 local) {
      if (mesh.material == Material::kHair) return in_hair(face.appearance, local);
      return mesh.material != Material::kSkin || !in_opening(model, local);
    });
  }
  for (int y = 0; y < canvas.height; ++y) {
    for (int x = 0; x < canvas.width; ++x) {
      Vec3 sum{};
      int covered = 0;
      for (int i = 0; i < side * side; ++i) {
        const Sample& sample = samples.at(x * side + i % side, y * side + i / side);
        if (sample.material == Material::kNone) continue;
        ++covered;
        sum = sum + lit_color(finish_of(model, face, light, sample), sample, light, shadows);
      }
      const double share = 1.0 / (side * side);
      canvas.at(x, y) = sum * share + canvas.at(x, y) * (1 - covered * share);
    }
  }
}

void blur(Canvas& canvas, double sigma) {
  if (sigma <= 0.05) return;
  const int reach = static_cast<int>(std::ceil(3 * sigma));
  std::vector<double> weights;
  double total = 0;
  for (int i = -reach; i <= reach; ++i) {
    weights.push_back(std::exp(-i * i / (2 * sigma * sigma)));
    total += weights.back();
  }
  for (const bool across : {true, false}) {
    Canvas source = canvas;
    for (int y = 0; y < canvas.height; ++y) {
      for (int x = 0; x < canvas.width; ++x) {
        Vec3 sum{};
        for (int i = -reach; i <= reach; ++i) {
          const int sx = std::clamp(across ? x + i : x, 0, canvas.width - 1);
          const int sy = std::clamp(across ? y : y + i, 0, canvas.height - 1);
          sum = sum + source.at(sx, sy) * weights[static_cast<std::size_t>(i + reach)];
        }
        canvas.at(x, y) = sum * (1 / total);
      }
    }
  }
}

Picture developed(Canvas& canvas, const Scene& scene) {
  Picture picture{canvas.width, canvas.height, 3, {}};
  picture.pixels.reserve(picture.row_bytes() * static_cast<std::size_t>(picture.height));
  Random random(scene.grain_seed);
  for (const Vec3& p : canvas.pixels) {
    const double common = 0.7 * scene.grain * random.normal();
    for (const double linear : {p.x, p.y, p.z}) {
      const double soft = linear < 0.7 ? linear : 0.7 + 0.3 * (1 - std::exp((0.7 - linear) / 0.3));
      const double value = std::pow(std::max(0.0, soft), 1 / scene.gamma) + common +
                           0.5 * scene.grain * random.normal();
      picture.pixels.push_back(static_cast<std::uint8_t>(std::lround(255 * clamp01(value))));
    }
  }
  return picture;
}

}  // namespace

Keypoints landmarks_of(const DrawnFaceParameters& face, int width, int height) {
  const FaceModel model(face);
  return project_landmarks(model, Camera(model, face.placement, width, height));
}

DrawnPicture draw_picture(const std::vector<DrawnFaceParameters>& faces, const Scene& scene,
                          int width, int height) {
  DrawnPicture drawn;
  Canvas canvas = draw_background(scene, width, height);
  for (const DrawnFaceParameters& face : faces) {
    const FaceModel model(face);
    const Camera camera(model, face.placement, width, height);
    draw_face(canvas, model, face, camera, scene);
    drawn.faces.push_back(project_landmarks(model, camera));
  }
  blur(canvas, scene.blur);
  drawn.picture = developed(canvas, scene);
  return drawn;
}

}  // namespace facepoint::test
