#include "tasks/bench_annotate.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/error.h"
#include "base/files.h"
#include "image/codec.h"
#include "nn/runtime.h"
#include "store/datasets.h"
#include "store/images.h"
#include "tasks/annotate.h"
#include "tasks/peer_program.h"

namespace facepoint {
namespace fs = std::filesystem;
namespace {

template <class Work>
double wall_seconds(const Work& work) {
  const auto began = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

// Removed with what is in it.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (fs::temp_directory_path() / "facepoint-bench-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
      throw Error(ErrorCode::kUnreadable, "no temporary folder can be made", name);
    }
    path_ = name;
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::vector<fs::path> pictures_in(const fs::path& folder) {
  std::vector<fs::path> pictures;
  std::error_code failure;
  for (auto entry = fs::recursive_directory_iterator(folder, failure);
       !failure && entry != fs::recursive_directory_iterator(); entry.increment(failure)) {
    if (entry->is_regular_file() && has_picture_extension(entry->path())) {
      pictures.push_back(entry->path());
    }
  }
  if (pictures.empty()) {
    throw Error(ErrorCode::kNotFound, "no pictures lie in this folder", folder.string());
  }
  std::sort(pictures.begin(), pictures.end());
  return pictures;
}

fs::path peer_program(const std::string& peer) {
  fs::path program = module_dir() / ("facepoint-" + peer + "-peer");
  if (!fs::exists(program)) {
    throw Error(ErrorCode::kNotFound,
                "the program that measures " + peer +
                    " is not there; `./dev bench` installs what it needs and builds it",
                program.string());
  }
  return program;
}

void decode_all(const std::vector<fs::path>& pictures, int threads, JobContext& job) {
  std::atomic<std::size_t> next{0};
  std::vector<std::jthread> workers;
  workers.reserve(static_cast<std::size_t>(threads));
  for (int i = 0; i < threads; ++i) {
    workers.emplace_back([&] {
      while (!job.cancel_requested()) {
        const std::size_t index = next++;
        if (index >= pictures.size()) return;
        try {
          load_picture(pictures[index]);
        } catch (const Error&) {
          // Annotating counts it; here it costs what it costs.
        }
      }
    });
  }
  workers.clear();
  job.throw_if_cancelled();
}

Project project_of(const fs::path& file, const fs::path& folder,
                   const std::vector<fs::path>& pictures, const std::string& scheme) {
  Project project = Project::create(file);
  project.transaction([&] {
    const DatasetId dataset = add_dataset(project, {{}, "bench", folder.string(), scheme});
    for (const fs::path& picture : pictures) {
      Image image;
      image.dataset = dataset;
      image.path = picture.lexically_relative(folder).string();
      add_image(project, image);
    }
  });
  return project;
}

// `way`: plain, enlarged.
BenchAnnotateReport::Peer run_peer(const std::string& peer, const std::string& way,
                                   const std::vector<fs::path>& pictures, int threads,
                                   const fs::path& scratch, JobContext& job) {
  job.begin_stage("Measuring " + peer + ", pictures " + way);
  std::string list;
  for (const fs::path& picture : pictures) list += fs::absolute(picture).string() + "\n";
  const auto said = nlohmann::json::parse(
      run_program(peer_program(peer), {std::to_string(threads), way}, list, scratch, job));
  return {way == "enlarged" ? peer : peer + "_" + way, said.at("faces").get<std::int64_t>(),
          said.at("wall_seconds").get<double>(), said.at("cpu_seconds").get<double>()};
}

}  // namespace

void BenchAnnotateOptions::check() const {
  check_detector(detector);
  if (threads < 1) throw Error(ErrorCode::kInvalidInput, "At least one thread is needed.");
  if (!peer.empty() && peer != "dlib") {
    throw Error(ErrorCode::kInvalidInput, "The only peer is dlib.", peer);
  }
}

BenchAnnotateReport run_bench_annotate(const BenchAnnotateOptions& options, JobContext& job) {
  options.check();
  const std::vector<fs::path> pictures = pictures_in(options.folder);
  if (!options.peer.empty()) peer_program(options.peer);  // missing: said before the work
  const ScratchFolder scratch;
  BenchAnnotateReport report;
  report.threads = options.threads;
  const int machine = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  report.cores = std::min(options.threads, machine);
  report.images = static_cast<std::int64_t>(pictures.size());

  job.begin_stage("Loading the model");
  const fs::path model = options.model.empty() ? nn::default_model() : options.model;
  std::vector<FaceTools> tools = load_face_tools(model, options.detector, options.threads);
  Project project = project_of(scratch.path() / "bench.facepoint", options.folder, pictures,
                               tools.at(0).predictor->info().scheme);
  job.begin_stage("Decoding alone");
  decode_all(pictures, options.threads, job);  // the files are in memory from here on
  report.decode_wall = wall_seconds([&] { decode_all(pictures, options.threads, job); });
  AnnotateReport annotated;
  report.wall =
      wall_seconds([&] { annotated = run_annotate(project, {}, std::move(tools), model, job); });
  report.model = annotated.model;
  report.failures = static_cast<std::int64_t>(annotated.failures.size());
  report.faces = annotated.faces_added;
  report.cpu = annotated.seconds;
  if (!options.peer.empty()) {
    for (const char* way : {"enlarged", "plain"}) {
      report.peers.push_back(
          run_peer(options.peer, way, pictures, options.threads, scratch.path(), job));
    }
  }
  job.finish_stage();
  return report;
}

}  // namespace facepoint
