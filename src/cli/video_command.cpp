// facepoint video PROJECT FILE...
#include <algorithm>
#include <iostream>
#include <map>
#include <memory>

#include "base/files.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "tasks/video.h"
#include "tasks/video_plot.h"

namespace facepoint::cli {
namespace {

struct Arguments {
  std::string project;
  VideoOptions options;
  double every = 0;    // seconds; 0: not given, as for the next two
  double fps = 0;      // frames a second
  double changed = 0;  // per cent of white
  bool all = false;
  bool json = false;
  std::string plot;
};

Sampling sampling_of(const Arguments& arguments) {
  Sampling sampling;
  if (arguments.every > 0) sampling.seconds = arguments.every;
  if (arguments.fps > 0) sampling.seconds = 1 / arguments.fps;
  if (arguments.changed > 0) {
    sampling.by = Sampling::By::kChange;
    sampling.change = arguments.changed / 100;
  }
  if (arguments.all) sampling.by = Sampling::By::kAll;
  return sampling;
}

std::string percent(double share, int digits) { return fixed(100 * share, digits) + " %"; }

void print_tracks(const std::vector<TrackFigures>& tracks) {
  if (tracks.empty()) {
    std::cout << "  no face was found\n";
    return;
  }
  std::vector<std::vector<std::string>> rows{
      {"track", "frames", "from", "to", "anchored", "lost", "CNN's tremble", "tremble"}};
  for (const TrackFigures& figures : tracks) {
    const Track& track = figures.track;
    rows.push_back(
        {std::to_string(track.number), with_thousands(track.frames), std::to_string(track.first),
         std::to_string(track.last),
         percent(double(track.anchored) / double(std::max<std::int64_t>(track.frames, 1)), 0),
         std::to_string(track.lost.size()), percent(track.network.residual, 3),
         percent(figures.given.residual, 3)});
  }
  std::cout << text_table(rows);
}

void print_clip(const VideoReport::Clip& clip) {
  if (clip.failed) {
    std::cout << clip.video << "\n  " << clip.problem << "\n";
    return;
  }
  std::cout << "Clip " << clip.clip << " from " << clip.video << ": " << clip.facts.width << " x "
            << clip.facts.height << ", " << fixed(clip.facts.fps, 2) << " frames a second"
            << (clip.facts.rotation != 0
                    ? ", turned by " + std::to_string(clip.facts.rotation) + " degrees"
                    : "")
            << "\n";
  if (clip.steps.uneven) {
    std::cout << "  The frame rate varies: " << fixed(1000 * clip.steps.shortest, 0) << " to "
              << fixed(1000 * clip.steps.longest, 0) << " ms between frames; times are kept\n";
  }
  if (!clip.problem.empty()) std::cout << "  " << clip.problem << "\n";
  std::cout << table_of_counts({{"frames looked at", clip.frames},
                                {"kept", clip.kept},
                                {"images added", clip.added},
                                {"proposals added", clip.faces_added}});
  print_tracks(clip.tracks);
}

void print_report(const VideoReport& report) {
  for (const VideoReport::Clip& clip : report.clips) print_clip(clip);
  std::cout << "Dataset " << report.dataset << ", frames in " << report.folder.string()
            << ", model " << report.model << "\n";
}

void run(const Arguments& arguments, Program& program) {
  VideoOptions options = arguments.options;
  options.sampling = sampling_of(arguments);
  check_usage(options);
  if (std::none_of(options.videos.begin(), options.videos.end(), is_video)) {
    throw Error(ErrorCode::kUnsupported, "this is no video that can be read",
                options.videos.front().string());  // before the project is made
  }
  Project project = Project::open_or_create(arguments.project);
  const VideoReport report = run_video(project, options, program.job);
  if (arguments.json) {
    std::cout << to_json_text(report);
  } else {
    print_report(report);
  }
  if (!arguments.plot.empty()) write_file_atomically(arguments.plot, tremble_page(report));
  if (report.has_failures()) program.exit_code = kExitSomeFailed;
}

void add_sampling_options(CLI::App& command, Arguments& arguments) {
  CLI::Option_group* group = command.add_option_group("which frames become images");
  group->add_option("--every", arguments.every, "One every so long, 0.5 or 500ms (default: 0.5 s)")
      ->transform(CLI::AsNumberWithUnit(std::map<std::string, double>{{"s", 1}, {"ms", 0.001}}))
      ->check(CLI::PositiveNumber);
  group->add_option("--fps", arguments.fps, "So many a second")->check(CLI::PositiveNumber);
  group
      ->add_option("--changed", arguments.changed,
                   "Those that differ from the last one kept by so many per cent of white, on\n"
                   "average over 32 x 18 grey pixels; 3 is a movement of a head")
      ->check(CLI::Range(0.01, 99.99));
  group->add_flag("--all", arguments.all, "All");
  group->require_option(0, 1);
}

}  // namespace

void add_video_command(CLI::App& app, Program& program) {
  CLI::App* command = app.add_subcommand(
      "video", "Takes frames of videos into a project, and follows the faces through them");
  command->footer(
      "Frames are written once, as NAME.frames/CLIP/CLIP_000123.jpg beside NAME.facepoint, and "
      "are\n"
      "images of one clip, which no split parts. Every frame is looked at, kept or not: faces "
      "keep\n"
      "their number all along (tag:track-1), and their points, as proposals, neither drift nor\n"
      "tremble. 'Tremble' is how far points lie from the parabola through the three frames before\n"
      "and after, in per cent of the face's box: of the CNN alone, and of what is proposed.\n"
      "Stop it at any time and run it again: nothing is added twice.\n"
      "Exit code 3: done, but some frames or videos could not be read.");
  auto arguments = std::make_shared<Arguments>();
  VideoOptions& options = arguments->options;
  command->add_option("project", arguments->project, "The project file (made if it isn't there)")
      ->required();
  command->add_option("video", options.videos, "Video files: MP4, MOV, MKV, WebM, AVI, ...")
      ->required();
  add_sampling_options(*command, *arguments);
  command->add_option("--frames", options.frames, "The folder for the frames");
  command->add_flag("--png", options.png, "Write exact pictures, not JPEGs of quality 95");
  command->add_option("--name", options.name, "The dataset's name in the project")
      ->capture_default_str();
  command->add_option("--identity", options.identity,
                      "Who is shown (default: the clip's name stands for its people)");
  command->add_option("--model", options.model,
                      "A model's weights file (default: the project's, see `facepoint models`)");
  command->add_option("--detector", options.detector, kDetectorHelp)->capture_default_str();
  command
      ->add_option("--detect-every", options.following.detect_every,
                   "Frames between two searches for new faces")
      ->capture_default_str();
  command
      ->add_option("--min-score", options.following.min_score,
                   "What scores less is no face, 0 to 1; one that is followed is lost at 0.6 of it")
      ->capture_default_str();
  command->add_flag("--json", arguments->json, "Print the report as JSON");
  command->add_option("--plot", arguments->plot, "Draw how points tremble to this HTML file");
  command->callback([arguments, &program] { run(*arguments, program); });
}

}  // namespace facepoint::cli
