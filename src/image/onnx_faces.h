// What the outputs of the known ONNX face detectors say. Pure functions without OpenCV, any thread.
// Frames: "looked at" is the scaled and padded picture that the network was given; as in the
// detectors' own programs, coordinates there count from the first pixel's edge.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "image/face_detector.h"
#include "image/onnx_network.h"

namespace facepoint {

enum class OnnxFaceKind {
  kYunet,        // 2023 and later: cls_8, obj_8, bbox_8, kps_8, and the same for 16 and 32
  kYunetPriors,  // until 2022: loc, conf, iou
  kScrfd,        // score_8, bbox_8 and perhaps kps_8, and for 16 and 32; or unnamed, told by shape
};

// Which outputs mean what: indices, -1 where there is none.
struct OnnxFaceLevel {
  int stride = 0;
  int scores = -1;
  int objects = -1;  // kYunet: that there is anything; kYunetPriors: how well the box fits
  int boxes = -1;
  int landmarks = -1;
};
struct OnnxFaceForm {
  OnnxFaceKind kind = OnnxFaceKind::kYunet;
  std::vector<OnnxFaceLevel> levels;  // kYunetPriors: one for all strides
};

// By the outputs' names, else by their shapes, which have to fit a picture of this size (multiples
// of 64). Nothing if it is none of them.
std::optional<OnnxFaceForm> recognised_form(const std::vector<std::string>& names,
                                            const std::vector<FloatTensor>& outputs, int width,
                                            int height);

// YuNet's files declare the size of their input, and yet take any.
bool takes_any_size(const std::vector<std::string>& names);

struct FaceCandidate {
  Rect box;  // the detector's own: forehead to chin
  double score = 0;
  // The eye at the picture's left, the other, tip of the nose, corners of the mouth likewise.
  std::optional<std::array<Point, 5>> landmarks;
};

// What scores at least `min_score`, in no order. Formulas: OpenCV's FaceDetectorYN of 4.6
// (kYunetPriors) and 4.8 (kYunet), InsightFace's scrfd.py.
std::vector<FaceCandidate> face_candidates(const OnnxFaceForm& form,
                                           const std::vector<FloatTensor>& outputs, int width,
                                           int height, double min_score);

// The box of the 68 points and the turn, in the candidate's frame. With landmarks: the similarity
// that lays a typical face's five over them places a typical face's box, which is shifted as the
// nose's tip tells that the head is turned aside. (Overlap with the true box on 4,792 labelled
// faces of YouTube-Faces and 300-W, five points from the labels: median 0.88, 5 % below 0.78.)
// Without, or where they contradict the box: its lower three quarters, since brows lie about a
// quarter below the hairline; the network's second look corrects that.
Detection placed_face(const FaceCandidate& candidate);

}  // namespace facepoint
