// What a drawn face is made of: who it is, what it does in this picture, and how it is lit. Plain
// values, and the dice for them. Lengths are millimetres on an average adult head, angles radians;
// left and right are the picture's.
#pragma once

#include <cstdint>

#include "support/random.h"
#include "support/vec3.h"

namespace facepoint::test {

struct FaceShape {  // factors are 1 for the average
  double width = 1;
  double length = 1;  // of the face below the eyes
  double jaw_width = 1;
  double chin = 0;  // how far it stands out
  double cheek = 1;
  double eye_spacing = 1;
  double eye_size = 1;
  double eye_tilt = 0;  // outer corners raised by
  double brow_height = 0;
  double brow_thickness = 1;
  double brow_arch = 1;
  double nose_length = 1;
  double nose_width = 1;
  double nose_height = 1;
  double mouth_width = 1;
  double lip_fullness = 1;
  double neck_width = 1;
};

struct Expression {
  double mouth_open = 0;  // between the lips
  double smile_left = 0;  // of the corner: 1 a broad smile, negative drawn down
  double smile_right = 0;
  double brow_raise_left = 0;
  double brow_raise_right = 0;
  double frown = 0;          // 0 to 1, inner brows together and down
  double eye_open_left = 1;  // 0 closed
  double eye_open_right = 1;
  double gaze_x = 0;  // where the irises stand, to image right and upwards
  double gaze_y = 0;
};

struct Pose {
  double yaw = 0;    // towards image right
  double pitch = 0;  // upwards
  double roll = 0;   // clockwise
};

enum class HairStyle { kBald, kShort, kFringe, kLong, kReceding };

struct Appearance {
  double melanin = 0.25;  // 0 pale, 1 very dark
  double blush = 0.5;
  double freckles = 0;
  double age = 0.4;    // 0 child, 1 old: lines, shadows below the eyes
  double stubble = 0;  // 0 to 1, a full beard
  double moustache = 0;
  double lipstick = 0;
  HairStyle hair = HairStyle::kShort;
  double hair_volume = 10;
  Vec3 hair_color{0.06, 0.04, 0.03};  // linear light, as all colours here
  Vec3 iris_color{0.12, 0.07, 0.04};
  Vec3 coat_color{0.03, 0.03, 0.04};
  Vec3 shirt_color{0.7, 0.7, 0.72};
  Vec3 tie_color{0.3, 0.02, 0.03};
  bool coat = true;  // else a plain pullover of coat_color
  bool tie = true;
  bool glasses = false;
  std::uint32_t texture = 1;  // seed of freckles, strands and blotches
};

struct Light {  // directions in the camera's frame: x right, y up, z to the camera
  Vec3 key_direction{-0.4, 0.5, 0.8};
  Vec3 key_color{0.85, 0.82, 0.78};
  Vec3 sky_color{0.32, 0.33, 0.36};
  Vec3 ground_color{0.16, 0.14, 0.13};
};

struct Placement {
  double center_x = 0.5;  // of the point between the eyes, as a share of the picture
  double center_y = 0.42;
  double face_width =
      0.4;                 // ear to ear when seen from the front, as a share of the picture's width
  double distance = 1200;  // of the camera
};

struct DrawnFaceParameters {
  FaceShape shape;
  Expression expression;
  Pose pose;
  Appearance appearance;
  Placement placement;
};

enum class BackgroundKind { kStudio, kWindow, kShelves, kLights };

struct Scene {
  Light light;
  BackgroundKind background = BackgroundKind::kStudio;
  Vec3 background_color{0.12, 0.15, 0.2};
  std::uint32_t background_seed = 1;
  double blur = 0.5;    // of the lens, sigma in pixels
  double grain = 0.01;  // of the sensor, deviation as a share of white
  double gamma = 2.2;
  std::uint32_t grain_seed = 1;
  int samples = 3;  // of a pixel's side, for smooth edges; fewer are quicker
};

// A person (shape and appearance; everything else as it is by default), a scene, and what someone
// does in one frame of it. How lively: 0 a passport photo, 1 anything a video may show.
DrawnFaceParameters random_person(Random& random);
Scene random_scene(Random& random);
void random_moment(Random& random, double liveliness, DrawnFaceParameters& face);

// A person at some moment; the same seed always gives the same face.
DrawnFaceParameters random_face(std::uint64_t seed);

// The same face as seen in a mirror (its texture aside).
DrawnFaceParameters mirrored(DrawnFaceParameters face);

}  // namespace facepoint::test
