#include "app/bench.h"

#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <functional>
#include <iostream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "app/bench_projects.h"
#include "base/cpu_clock.h"
#include "base/error.h"
#include "curate/suspicion.h"
#include "image/process.h"
#include "store/faces.h"
#include "store/findings.h"
#include "ui/input_queue.h"
#include "ui/ui.h"

namespace facepoint {
namespace {

using Clock = std::chrono::steady_clock;

// How much is measured; quick is for a look at whether it works at all.
struct Extent {
  int frames = 400;
  int steps = 60;  // to a next picture
  int listed = 100'000;
  int faces = 1000;
};
constexpr Extent kQuick{20, 3, 500, 40};

constexpr auto kFrameTime = std::chrono::milliseconds(16);
constexpr double kFrameTarget = 8;  // milliseconds
constexpr double kPrefetchedTarget = 16;
constexpr double kColdTarget = 60;

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// Gives every picture a handle and keeps none.
class NoTextures : public TextureStore {
 public:
  Handle upload(const Picture&) override { return ++last_; }
  void release(Handle) override {}

 private:
  Handle last_ = 1;
};

class Context {
 public:
  Context() {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {1920, 1080};
    io.DeltaTime = 1.0F / 60;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;  // as the window's OpenGL
    map_keys(io);
    theme_ = make_theme(1);
    io.Fonts->Build();
    // Not 0: text and shapes are then batched as with a real texture.
    io.Fonts->SetTexID(reinterpret_cast<ImTextureID>(std::uintptr_t{1}));  // NOLINT
  }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { ImGui::DestroyContext(); }
  const Theme& theme() const { return theme_; }

 private:
  Theme theme_;
};

// The editor's loop without a window: input through the real queue, actions performed.
class Bench {
 public:
  Bench(Project project, const Extent& extent)
      : extent_(extent), editor_(std::move(project), queue_) {
    restart();
  }

  // With no picture in memory.
  void restart() { ui_.emplace(textures_, queue_, context_.theme()); }

  // One turn of the loop; the UI thread's processor time in milliseconds.
  double frame() {
    const double before = thread_cpu_seconds();
    queue_.run_pending();
    const FrameInput input = input_.feed(ImGui::GetIO());
    for (const Action& action : ui_->frame(editor_, input)) editor_.perform(action);
    return (thread_cpu_seconds() - before) * 1000;
  }

  void settle() {
    for (int i = 0; i < 4; ++i) frame();
    while (!ui_->pictures_idle()) {
      wait_for_post();
      frame();
    }
    for (int i = 0; i < 4; ++i) frame();
  }

  // Frames at a window's pace, each after `before_frame`.
  std::vector<double> frames(const std::function<void(int)>& before_frame) {
    std::vector<double> spent;
    for (int i = 0; i < extent_.frames; ++i) {
      const auto next = Clock::now() + kFrameTime;
      before_frame(i);
      do {
        spent.push_back(frame());
      } while (!input_.empty());
      std::this_thread::sleep_until(next);
    }
    return spent;
  }

  // Wall time from asking for the next picture to the end of the frame that shows it.
  double next_picture() {
    const auto start = Clock::now();
    editor_.perform(ActionId::kNextImage);
    frame();
    while (!ui_->record().find("picture")) {
      wait_for_post();
      frame();
    }
    return milliseconds_since(start);
  }

  Editor& editor() { return editor_; }
  const Recorder& record() const { return ui_->record(); }
  void move_to(Point at) { input_.push({InputEvent::Kind::kMove, at, 0, false, {}, 0}); }
  void button(bool down) { input_.push({InputEvent::Kind::kButton, {}, 0, down, {}, 0}); }
  void wheel(double turn) { input_.push({InputEvent::Kind::kWheel, {0, turn}, 0, false, {}, 0}); }
  Rect rect(const std::string& name) const {
    const auto found = record().find(name);
    if (!found) throw Error(ErrorCode::kInternal, "The benchmark misses a widget.", name);
    return *found;
  }

 private:
  void wait_for_post() {
    std::unique_lock lock(mutex_);
    posted_.wait(lock, [this] { return posts_ > 0; });
    posts_ = 0;
  }

  Extent extent_;
  std::mutex mutex_;
  std::condition_variable posted_;
  int posts_ = 0;
  MainQueue queue_{[this] {
    const std::lock_guard lock(mutex_);
    ++posts_;
    posted_.notify_all();
  }};
  Context context_;
  NoTextures textures_;
  Editor editor_;
  std::optional<Ui> ui_;
  InputQueue input_;
};

struct Result {
  std::string key;   // in JSON
  std::string what;  // for a person
  double value = 0;
  double median = 0;
  double target = 0;
};

double quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values.at(static_cast<std::size_t>(share * static_cast<double>(values.size() - 1)));
}

Result frames_result(const char* key, const char* what, const std::vector<double>& spent) {
  return {key, what, quantile(spent, 0.99), quantile(spent, 0.5), kFrameTarget};
}

Result library_scroll(const Extent& extent) {
  const TemporaryFolder folder;
  DrawnProject wanted;
  wanted.images = extent.listed;
  Bench bench(draw_project(folder.path(), wanted), extent);
  bench.editor().perform(ActionId::kShowLibrary);
  bench.settle();
  if (!bench.record().find("library/tile/0")) {
    throw Error(ErrorCode::kInternal, "The benchmark's Library shows no faces.");
  }
  bench.move_to({960, 540});
  // Reading, then leafing fast: rows that were never shown come in every frame.
  const auto spent = bench.frames([&](int i) {
    bench.wheel(i < extent.frames / 2 ? -1 : i % 100 < 90 ? -12 : 60);
  });
  return frames_result("library_scroll_p99_ms", "Library of 100,000 faces, scrolling", spent);
}

Project with_suspicions(Project project) {
  std::vector<Finding> findings;
  std::vector<Suspicion> suspicions;
  for (const LabelledFace& face : labelled_faces(project)) {
    const double chance = 1 - 0.9 * static_cast<double>(suspicions.size() % 1000) / 1000;
    Signs signs;
    signs.fill(5 * chance);
    suspicions.push_back(
        {face.face.id, face.revision.id, chance, {}, {signs.begin(), signs.end()}});
    findings.push_back({{},
                        face.image.id,
                        face.face.id,
                        face.revision.id,
                        "disagrees",
                        chance,
                        {30},
                        "The CNN sees point 30 elsewhere.",
                        {}});
  }
  replace_findings(project, findings, suspicions);
  return project;
}

Result review_scroll(const Extent& extent) {
  const TemporaryFolder folder;
  DrawnProject wanted;
  wanted.images = extent.listed;
  Bench bench(with_suspicions(draw_project(folder.path(), wanted)), extent);
  bench.editor().perform(ActionId::kShowReview);
  bench.settle();
  bench.move_to(bench.rect("review/item/0").center());
  const auto spent = bench.frames([&](int i) {
    bench.wheel(i < extent.frames / 2 ? -1 : i % 100 < 90 ? -12 : 60);
  });
  return frames_result("review_scroll_p99_ms", "Review of 100,000 suspicious faces, scrolling",
                       spent);
}

// The pointer in circles over the canvas.
void circle(Bench& bench, int i) {
  const Rect canvas = bench.rect("canvas");
  const double angle = i * 0.07;
  const double radius = std::min(canvas.width, canvas.height) * 0.3;
  bench.move_to(canvas.center() + Point{std::cos(angle), std::sin(angle)} * radius);
}

Result drag(const Extent& extent) {
  const TemporaryFolder folder;
  Bench bench(draw_project(folder.path(), {.width = 1280, .height = 960}), extent);
  bench.settle();
  bench.editor().perform(ActionId::kFitFace);
  bench.settle();
  bench.move_to(bench.rect("landmark/30").center());
  bench.button(true);
  const auto spent = bench.frames([&](int i) { circle(bench, i); });
  if (!bench.editor().session().gesture()) {
    throw Error(ErrorCode::kInternal, "The benchmark's drag did not begin.");
  }
  return frames_result("drag_p99_ms", "Dragging one of 68 numbered points", spent);
}

Result thousand_faces(const Extent& extent) {
  const TemporaryFolder folder;
  Bench bench(
      draw_project(folder.path(), {.faces_each = extent.faces, .width = 4000, .height = 3000}),
      extent);
  bench.settle();
  // Over all of them, then nearer and further away.
  const auto spent = bench.frames([&](int i) {
    circle(bench, i);
    if (i >= extent.frames / 2 && i % 20 == 0) bench.wheel(i % 80 < 40 ? 3 : -3);
  });
  return frames_result("thousand_faces_p99_ms", "1,000 faces in one picture, pointing and zooming",
                       spent);
}

std::vector<Result> next_pictures(const Extent& extent) {
  const TemporaryFolder folder;
  Bench bench(
      draw_project(folder.path(), {.images = 2 * extent.steps + 2, .width = 1280, .height = 960}),
      extent);
  bench.settle();
  std::vector<double> prefetched;
  for (int i = 0; i < extent.steps; ++i) {
    prefetched.push_back(bench.next_picture());
    bench.settle();
  }
  std::vector<double> cold;
  for (int i = 0; i < extent.steps; ++i) {
    bench.restart();
    cold.push_back(bench.next_picture());
  }
  return {{"next_prefetched_ms", "Next picture, decoded ahead (wall time)",
           quantile(prefetched, 0.99), quantile(prefetched, 0.5), kPrefetchedTarget},
          {"next_cold_ms", "Next picture of 1280x960, not decoded (wall time)",
           quantile(cold, 0.99), quantile(cold, 0.5), kColdTarget}};
}

void print_table(const std::vector<Result>& results) {
  std::printf("%-52s %10s %10s %10s\n", "milliseconds", "median", "p99", "target");
  for (const Result& result : results) {
    std::printf("%-52s %10.2f %10.2f %10.0f%s\n", result.what.c_str(), result.median, result.value,
                result.target, result.value > result.target ? "  missed" : "");
  }
}

void print_json(const std::vector<Result>& results) {
  nlohmann::ordered_json json;
  for (const Result& result : results) json[result.key] = result.value;
  std::cout << json.dump(2) << "\n";
}

}  // namespace

int run_bench(const std::vector<std::string>& arguments) {
  bool json = false;
  Extent extent;
  for (const std::string& argument : arguments) {
    if (argument == "--json") {
      json = true;
    } else if (argument == "--quick") {
      extent = kQuick;
    } else {
      throw Error(ErrorCode::kInvalidInput,
                  "bench takes --json and --quick, not “" + argument + "”.");
    }
  }
  use_one_thread_a_picture();
  std::vector<Result> results{library_scroll(extent), review_scroll(extent), drag(extent),
                              thousand_faces(extent)};
  for (Result& result : next_pictures(extent)) results.push_back(std::move(result));
  json ? print_json(results) : print_table(results);
  return 0;
}

}  // namespace facepoint
