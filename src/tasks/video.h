// Takes videos into a project: some of their frames become images, written once and never encoded
// again; every frame serves to follow the faces, whose points become proposals. A clip's frames
// share its name as identity and clip, so that no split parts them. The caller's thread does all of
// it, with the project's connection.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/job.h"
#include "image/video.h"
#include "store/project.h"
#include "tasks/detectors.h"
#include "tasks/face_tracker.h"
#include "tasks/frame_sampler.h"

namespace facepoint {

struct VideoOptions {
  std::vector<std::filesystem::path> videos;
  std::filesystem::path frames;  // folder for the frames; empty: NAME.frames beside NAME.facepoint
  std::string name = "video";    // of the dataset
  std::string identity;          // who is in the clips; empty: the clip's name stands for them
  Sampling sampling;
  bool png = false;                         // exact pictures instead of JPEGs of quality 95
  std::filesystem::path model;              // a weights file; empty: see default_model_of
  std::string detector = kDefaultDetector;  // see tasks/detectors.h
  FollowOptions following;

  void check() const;  // throws Error(kInvalidInput)
};

struct VideoReport {
  struct Clip {
    std::string video;  // as it was named
    std::string clip;
    VideoFacts facts;
    VideoReader::Steps steps;
    std::int64_t frames = 0;       // read and looked at
    double seconds = 0;            // the last one's time
    std::int64_t kept = 0;         // by the sampling
    std::int64_t added = 0;        // of these, as images; the others were there
    std::int64_t faces_added = 0;  // proposals in added images
    std::vector<TrackFigures> tracks;
    std::string problem;  // what could not be read; empty: all could
    bool failed = false;  // not one frame could
  };
  std::string model;  // its name
  std::string dataset;
  std::filesystem::path folder;  // of the frames
  std::vector<Clip> clips;

  bool has_failures() const;
};

// Commits every few frames: when cancelled (throws Cancelled) or killed, the images so far stay,
// with their faces, and the next run adds those that are missing. A video that cannot be read is
// reported and doesn't end the others. Throws Error as loading the model does, and where the
// dataset is of another scheme or its frames lie in another folder.
VideoReport run_video(Project& project, const VideoOptions& options, JobContext& job);

// The same with tools at hand; options.model and options.detector are not looked at. `model` says
// where the predictor's weights lie.
VideoReport run_video(Project& project, const VideoOptions& options, FaceTools& tools,
                      const std::filesystem::path& model, JobContext& job);

std::string to_json_text(const VideoReport& report);

}  // namespace facepoint
