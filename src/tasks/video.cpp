#include "tasks/video.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "store/datasets.h"
#include "store/duplicates.h"
#include "store/face_metrics.h"
#include "store/faces.h"
#include "store/images.h"
#include "store/models.h"
#include "store/videos.h"
#include "tasks/frames_ahead.h"
#include "tasks/models.h"
#include "tasks/video_frames.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kImagesATransaction = 16;

fs::path frames_folder(const Project& project, const VideoOptions& options) {
  fs::path folder = options.frames;
  if (folder.empty()) folder = fs::path(project.path()).replace_extension(".frames");
  return fs::absolute(folder).lexically_normal();
}

Dataset open_dataset(Project& project, const VideoOptions& options, const std::string& scheme) {
  const fs::path folder = frames_folder(project, options);
  if (const auto known = find_dataset(project, options.name)) {
    if (known->scheme != scheme) {
      throw Error(ErrorCode::kInvalidInput,
                  "the points of the dataset " + known->name + " are of the scheme " +
                      known->scheme + ", the model's of " + scheme +
                      "; give the frames a dataset of their own with --name");
    }
    if (known->root != folder.string()) {
      throw Error(ErrorCode::kInvalidInput, "the frames of the dataset " + known->name +
                                                " lie in " + known->root + ", not in " +
                                                folder.string() +
                                                "; say --frames with the former, or give these a "
                                                "dataset of their own with --name");
    }
    return *known;
  }
  Dataset dataset{{}, options.name, folder.string(), scheme};
  dataset.id = add_dataset(project, dataset);
  return dataset;
}

// The video as the project knows it, or as it does from now on: under a clip of its own, also where
// another one has its name.
Video open_video(Project& project, DatasetId dataset, const fs::path& file) {
  const std::string digest = video_digest(file);
  std::set<std::string> clips;
  for (Video& known : videos_of(project, dataset)) {
    if (known.digest == digest) return known;
    clips.insert(known.clip);
  }
  const std::string name = file.stem().string();
  std::string clip = name;
  for (int i = 2; clips.contains(clip); ++i) clip = name + "-" + std::to_string(i);
  Video video{{}, dataset, clip, fs::absolute(file).string(), digest};
  video.id = add_video(project, video);
  return video;
}

// One video on its way into the project.
class ClipImport {
 public:
  struct Target {
    Dataset dataset;
    ModelId model;
  };

  ClipImport(Project& project, const VideoOptions& options, const Target& target, FaceTools& tools,
             VideoReport::Clip& report, JobContext& job)
      : project_(project),
        options_(options),
        target_(target),
        tracker_(tools, options.following),
        sampler_(options.sampling),
        report_(report),
        job_(job) {}

  void run(const fs::path& file) {
    VideoReader reader(file);
    report_.facts = reader.facts();
    video_ = open_video(project_, target_.dataset.id, file);
    report_.clip = video_.clip;
    taken_ = frames_taken(project_, video_.id);
    const FrameFiles files(target_.dataset.root, video_.clip, options_.png);
    job_.begin_stage("Following faces in " + file.filename().string(), report_.facts.frames);
    try {
      FramesAhead frames(reader);
      while (const auto frame = frames.next()) {
        look_at(*frame, files);
        job_.progress(report_.frames, std::max(report_.facts.frames, report_.frames), note());
      }
      for (const FrameFaces& done : tracker_.finish()) finish(done);
      store();
    } catch (...) {  // cancelled, or the disk is full
      store();       // what is finished need not be done again
      throw;
    }
    report_.tracks = tracker_.figures();
    report_.steps = reader.steps();
    report_.problem = reader.problem();
    job_.finish_stage();
  }

 private:
  struct Kept {
    FrameFiles::Kept picture;
    VideoImage frame;
    std::vector<TrackedFace> faces;
  };

  void look_at(const VideoFrame& frame, const FrameFiles& files) {
    ++report_.frames;
    report_.seconds = frame.seconds;
    if (sampler_.keeps(frame.picture, frame.seconds)) {
      ++report_.kept;
      if (!taken_.contains(frame.number)) {
        waiting_[frame.number] = {
            files.keep(frame), {{}, video_.id, frame.number, frame.seconds}, {}};
      }
    }
    for (const FrameFaces& done : tracker_.next(frame.picture)) finish(done);
  }

  void finish(const FrameFaces& done) {
    faces_ = done.faces.size();
    const auto kept = waiting_.find(done.frame);
    if (kept == waiting_.end()) return;
    kept->second.faces = done.faces;
    ready_.push_back(std::move(kept->second));
    waiting_.erase(kept);
    if (ready_.size() >= kImagesATransaction) store();
  }

  std::string note() const {
    return count_of(static_cast<std::int64_t>(faces_), "face") + ", " +
           with_thousands(report_.kept) + " kept";
  }

  void store() {
    if (ready_.empty()) return;
    std::int64_t faces = 0;
    project_.transaction([&] {
      std::vector<ImageLook> looks;
      for (Kept& kept : ready_) {
        Image& image = kept.picture.image;
        image.dataset = target_.dataset.id;
        image.identity = options_.identity.empty() ? video_.clip : options_.identity;
        kept.frame.image = add_image(project_, image);
        add_video_image(project_, kept.frame);
        looks.push_back({kept.frame.image, image.digest, kept.picture.look});
        for (const TrackedFace& face : kept.faces) store(kept.frame.image, face);
        faces += static_cast<std::int64_t>(kept.faces.size());
      }
      save_looks(project_, looks);
    });
    report_.added += static_cast<std::int64_t>(ready_.size());
    report_.faces_added += faces;
    ready_.clear();
  }

  void store(ImageId image, const TrackedFace& tracked) {
    Proposal proposal;
    proposal.face = add_face(project_, {image,
                                        target_.dataset.scheme,
                                        tracked.face.box,
                                        FaceStatus::kProposed,
                                        std::nullopt,
                                        {},
                                        {track_tag(tracked.track)}})
                        .face;
    proposal.model = target_.model;
    proposal.points = tracked.face.points;
    proposal.confidence = tracked.face.confidence;
    proposal.score = tracked.face.score;
    add_proposal(project_, proposal);
  }

  Project& project_;
  const VideoOptions& options_;
  const Target& target_;
  FaceTracker tracker_;
  FrameSampler sampler_;
  VideoReport::Clip& report_;
  JobContext& job_;
  Video video_;
  std::set<std::int64_t> taken_;          // numbers of frames that were images before
  std::map<std::int64_t, Kept> waiting_;  // by number: on disk, faces not finished
  std::vector<Kept> ready_;
  std::size_t faces_ = 0;  // in the last finished frame
};

}  // namespace

void VideoOptions::check() const {
  if (videos.empty()) throw Error(ErrorCode::kInvalidInput, "no video was named");
  if (name.empty()) throw Error(ErrorCode::kInvalidInput, "the dataset needs a name");
  check_detector(detector);
  sampling.check();
  following.check();
}

bool VideoReport::has_failures() const {
  return std::any_of(clips.begin(), clips.end(),
                     [](const Clip& clip) { return !clip.problem.empty(); });
}

VideoReport run_video(Project& project, const VideoOptions& options, JobContext& job) {
  options.check();
  job.begin_stage("Loading the model");
  const fs::path model = options.model.empty() ? default_model_of(project) : options.model;
  std::vector<FaceTools> tools = load_face_tools(model, options.detector, 1);
  return run_video(project, options, tools.front(), model, job);
}

VideoReport run_video(Project& project, const VideoOptions& options, FaceTools& tools,
                      const fs::path& model, JobContext& job) {
  options.check();
  const MemoryKeeper memory;
  const ModelInfo& info = tools.predictor->info();
  ClipImport::Target target{open_dataset(project, options, info.scheme), {}};
  target.model =
      add_model(project, {{}, info.name, info.digest, model.string(), info.arch, info.scheme});
  VideoReport report{info.name, target.dataset.name, target.dataset.root, {}};
  for (const fs::path& file : options.videos) {
    report.clips.push_back({});
    VideoReport::Clip& clip = report.clips.back();
    clip.video = file.string();
    try {
      ClipImport(project, options, target, tools, clip, job).run(file);
    } catch (const Error& error) {
      clip.problem = error.message();
      clip.failed = clip.frames == 0;
    }
  }
  update_face_metrics(project);
  return report;
}

}  // namespace facepoint
