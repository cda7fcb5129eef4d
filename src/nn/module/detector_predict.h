// The trained face detector at work: a picture is looked at in several sizes, and what they say is
// merged. Without LibTorch in this header. A detector belongs to one thread at a time.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "image/face_detector.h"

namespace facepoint::nn {

class DetectorNet;  // nn/module/detector_network.h

// From a weights file of the kind "detector". Throws Error: kNotFound, kDamaged, kNewerVersion,
// kUnsupported.
std::unique_ptr<FaceDetector> make_detector(const std::filesystem::path& weights, int threads);
// With a copy of this network's weights; gives what scores at least `min_score`.
std::unique_ptr<FaceDetector> make_detector(const DetectorNet& network, int threads,
                                            double min_score);

// The weights of such a file.
void read_detector(const std::filesystem::path& weights, DetectorNet& network);
// The largest magnitudes that these pictures, looked at as by a detector, give the values inside.
std::vector<float> detector_ranges(DetectorNet& network, const std::vector<Picture>& pictures);
std::string encode_detector(const DetectorNet& network, const std::vector<float>& ranges,
                            const std::string& card);

}  // namespace facepoint::nn
