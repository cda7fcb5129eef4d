#include "tasks/video.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

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
#include "tasks/track_numbers.h"
#include "tasks/video_frames.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kImagesATransaction = 16;

fs::path frames_folder(const Project& project, const VideoOptions& options) {
  fs::path folder = options.frames;
  if (folder.empty()) folder = fs::path(project.path()).replace_extension(".frames");
  folder = fs::absolute(folder).lexically_normal();
  return folder.has_filename() ? folder : folder.parent_path();  // without a slash at its end
}

// Frames that have moved with the project, or that there are none of yet, may lie elsewhere.
bool may_lie_in(Project& project, const Dataset& dataset, const fs::path& folder) {
  std::error_code unknown;
  if (fs::equivalent(dataset.root, folder, unknown)) return true;
  const std::vector<Image> images = images_of(project, dataset.id);
  if (images.empty()) return true;
  return !fs::exists(dataset.root, unknown) && fs::exists(folder / images.front().path, unknown);
}

Dataset open_dataset(Project& project, const VideoOptions& options, const std::string& scheme) {
  const fs::path folder = frames_folder(project, options);
  if (auto known = find_dataset(project, options.name)) {
    if (known->scheme != scheme) {
      throw Error(ErrorCode::kInvalidInput,
                  "the points of the dataset " + known->name + " are of the scheme " +
                      known->scheme + ", the model's of " + scheme +
                      "; give the frames a dataset of their own with --name");
    }
    if (known->root == folder.string()) return *known;
    if (!may_lie_in(project, *known, folder)) {
      throw Error(ErrorCode::kInvalidInput, "the frames of the dataset " + known->name +
                                                " lie in " + known->root + ", not in " +
                                                folder.string() +
                                                "; say --frames with the former, or give these a "
                                                "dataset of their own with --name");
    }
    set_dataset_root(project, known->id, folder.string());
    known->root = folder.string();
    return *known;
  }
  Dataset dataset{{}, options.name, folder.string(), scheme};
  dataset.id = add_dataset(project, dataset);
  return dataset;
}

// The video as the project knows it, or as it does from now on: under a clip of its own, also where
// another one has its name among those whose frames lie in the same folder.
Video open_video(Project& project, const Dataset& dataset, const fs::path& file) {
  const std::string digest = video_digest(file);
  std::set<std::string> clips;
  for (const Dataset& other : datasets(project)) {
    if (other.root != dataset.root) continue;
    for (Video& known : videos_of(project, other.id)) {
      if (other.id == dataset.id && known.digest == digest) return known;
      clips.insert(known.clip);
    }
  }
  const std::string name = file.stem().string();
  std::string clip = name;
  for (int i = 2; clips.contains(clip); ++i) clip = name + "-" + std::to_string(i);
  Video video{{}, dataset.id, clip, fs::absolute(file).string(), digest};
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
    video_ = open_video(project_, target_.dataset, file);
    report_.clip = video_.clip;
    taken_ = frames_taken(project_, video_.id);
    numbers_ = TrackNumbers(highest_track(project_, video_.id));
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
    for (TrackFigures& figures : report_.tracks) {
      figures.track.number = numbers_.number_of(figures.track.number);
    }
    report_.steps = reader.steps();
    report_.problem = reader.problem();
    if (!report_.problem.empty()) report_.problem += "; those stay";
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
    if (const auto taken = taken_.find(done.frame); taken != taken_.end()) {
      recognise(done.faces, taken->second);
    }
    const auto kept = waiting_.find(done.frame);
    if (kept == waiting_.end()) return;
    kept->second.faces = done.faces;
    ready_.push_back(std::move(kept->second));
    waiting_.erase(kept);
    if (ready_.size() >= kImagesATransaction) store();
  }

  void recognise(const std::vector<TrackedFace>& faces, ImageId image) {
    for (const TrackNumbers::Renamed& track :
         numbers_.recognise(faces, track_faces(project_, image))) {
      const std::vector<FaceId> renamed = std::exchange(added_[track.from], {});
      project_.transaction([&] {
        for (const FaceId face : renamed) set_track(project_, face, track.to);
      });
      added_[track.to].insert(added_[track.to].end(), renamed.begin(), renamed.end());
    }
  }

  std::string note() const {
    return count_of(static_cast<std::int64_t>(faces_), "face") + ", " +
           with_thousands(report_.kept) + " kept";
  }

  void store() {
    if (ready_.empty()) return;
    std::int64_t faces = 0;
    std::int64_t added = 0;
    project_.transaction([&] {
      std::vector<ImageLook> looks;
      for (Kept& kept : ready_) {
        Image& image = kept.picture.image;
        image.dataset = target_.dataset.id;
        image.identity = options_.identity.empty() ? video_.clip : options_.identity;
        // An import of the frames' folder may have come before.
        const auto known = find_image(project_, image.dataset, image.path);
        if (known) {
          join_clip(*known);
        } else {
          ++added;
        }
        kept.frame.image = known ? known->id : add_image(project_, image);
        add_video_image(project_, kept.frame);
        looks.push_back({kept.frame.image, image.digest, kept.picture.look});
        if (known && !faces_of(project_, known->id).empty()) continue;
        for (const TrackedFace& face : kept.faces) store(kept.frame.image, face);
        faces += static_cast<std::int64_t>(kept.faces.size());
      }
      save_looks(project_, looks);
    });
    report_.added += added;
    report_.faces_added += faces;
    ready_.clear();
  }

  // What an import did not know of a frame.
  void join_clip(Image frame) {
    if (frame.clip.empty()) frame.clip = video_.clip;
    if (frame.identity.empty()) {
      frame.identity = options_.identity.empty() ? video_.clip : options_.identity;
    }
    update_image(project_, frame);
  }

  void store(ImageId image, const TrackedFace& tracked) {
    const int track = numbers_.number_of(tracked.track);
    Proposal proposal;
    proposal.face = add_face(project_, {image,
                                        target_.dataset.scheme,
                                        tracked.face.box,
                                        FaceStatus::kProposed,
                                        std::nullopt,
                                        {},
                                        {track_tag(track)}})
                        .face;
    proposal.model = target_.model;
    proposal.points = tracked.face.points;
    proposal.confidence = tracked.face.confidence;
    proposal.score = tracked.face.score;
    add_proposal(project_, proposal);
    added_[track].push_back(proposal.face);
  }

  Project& project_;
  const VideoOptions& options_;
  const Target& target_;
  FaceTracker tracker_;
  FrameSampler sampler_;
  VideoReport::Clip& report_;
  JobContext& job_;
  Video video_;
  std::map<std::int64_t, ImageId> taken_;  // frames that were images before, by number
  TrackNumbers numbers_;
  std::map<int, std::vector<FaceId>> added_;  // by this run, by the number of their track
  std::map<std::int64_t, Kept> waiting_;      // by number: on disk, faces not finished
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
      const bool of_the_video = error.context() == clip.video;
      clip.problem = of_the_video ? error.message() : error.what();
      clip.failed = clip.frames == 0;
    }
  }
  update_face_metrics(project);
  return report;
}

}  // namespace facepoint
