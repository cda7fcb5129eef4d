// A drawn person as triangle meshes in the camera frame. Pure functions, any thread.
#pragma once

#include <vector>

#include "support/face_model.h"
#include "support/rasterizer.h"

namespace facepoint::test {

// Skin, eyes, inside of the mouth, ears, body, and hair and glasses if there are any.
std::vector<Mesh> head_meshes(const FaceModel& model, const DrawnFaceParameters& face);

// How far above its hairline a place (angle, height) of the hair lies, mm; negative is bare skin.
double height_over_hairline(const Appearance& appearance, double phi, double y);

// Whether hair grows (or hangs) at a place of the hair's mesh, head frame.
bool in_hair(const Appearance& appearance, Vec3 local);

// Whether the skin, at a place in the head frame, is cut away: the openings of eyes and mouth.
bool in_opening(const FaceModel& model, Vec3 local);

}  // namespace facepoint::test
