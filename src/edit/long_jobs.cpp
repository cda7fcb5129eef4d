#include "edit/long_jobs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <thread>

#include "base/error.h"
#include "base/text.h"
#include "tasks/check.h"
#include "tasks/compare_models.h"
#include "tasks/duplicates.h"
#include "tasks/report.h"
#include "tasks/training_split.h"

namespace facepoint {
namespace {

constexpr int kFindingsPerKind = 20;

std::string percent(double share) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%.1f %%", share * 100);
  return text.data();
}

std::string findings_text(const ImportReport& report) {
  std::string text;
  for (const ImportFindingKind kind : import_finding_kinds()) {
    const std::int64_t count = report.count(kind);
    if (count == 0) continue;
    text += with_thousands(count) + " " + title_of(kind) + "\n";
    int shown = 0;
    for (const ImportFinding& finding : report.findings) {
      if (finding.kind != kind) continue;
      if (++shown > kFindingsPerKind) break;
      text += "    " + finding.place + ": " + finding.text + "\n";
    }
    if (count > kFindingsPerKind) {
      text += "    and " + with_thousands(count - kFindingsPerKind) + " more\n";
    }
  }
  return text;
}

JobRunner::Outcome outcome_of(const ImportReport& report) {
  JobRunner::Outcome outcome;
  outcome.problems = report.has_failures();
  outcome.summary =
      count_of(report.images, "picture") + ", " + count_of(report.faces, "labelled face") + "; " +
      (report.changed_nothing() ? "all of it was in the project already."
                                : count_of(report.images_added, "picture") + " and " +
                                      count_of(report.faces_added, "face") + " added, " +
                                      count_of(report.faces_revised, "label") + " revised.");
  outcome.details = findings_text(report);
  return outcome;
}

JobRunner::Outcome outcome_of(const VideoReport& report) {
  JobRunner::Outcome outcome;
  outcome.problems = report.has_failures();
  std::int64_t added = 0;
  std::int64_t faces = 0;
  for (const VideoReport::Clip& clip : report.clips) {
    added += clip.added;
    faces += clip.faces_added;
    outcome.details += clip.video + ": " +
                       count_of(static_cast<std::int64_t>(clip.tracks.size()), "face") +
                       " followed through " + count_of(clip.frames, "frame") +
                       (clip.problem.empty() ? "" : "; " + clip.problem) + "\n";
  }
  outcome.summary = count_of(added, "frame") + " added with " + count_of(faces, "proposal") +
                    "; they lie in " + report.folder.string() + ".";
  return outcome;
}

std::string leaks_line(const std::string& name, const LeakReport& leaks) {
  const std::string shared = leaks_text(leaks);
  return name + (shared.empty() ? " shares nobody and no picture between its parts.\n"
                                : " shares " + shared + " between its parts.\n");
}

JobRunner::Outcome outcome_of(const SplitReport& report) {
  JobRunner::Outcome outcome;
  const auto left_out = static_cast<std::int64_t>(report.left_out.size());
  outcome.summary =
      "The plan “" + report.plan.name + "”: " +
      (report.stayed > 0 ? count_of(report.stayed, "picture") + " stay where they are, " : "") +
      count_of(report.added, "picture") + " came in" +
      (left_out > 0 ? ", " + with_thousands(left_out) + " left out." : ".");
  for (const SplitPartCounts& part : report.parts) {
    outcome.details += part.part + ": " + count_of(part.images, "picture") + " (" +
                       percent(part.ratio) + "), " + count_of(part.faces, "labelled face") + ", " +
                       count_of(part.groups, "group") + (part.locked ? ", locked" : "") + "\n";
  }
  const std::string empty = empty_parts_text(report);
  if (!empty.empty()) {
    outcome.summary += " No picture is in " + empty + ": try another seed or other ratios.";
  }
  outcome.details += "\n" + leaks_line("This plan", report.leaks);
  if (report.published) outcome.details += leaks_line("The published split", *report.published);
  for (const SplitReport::LeftOut& each : report.left_out) {
    outcome.details += "Left out: " + each.key + ": " + each.reason + "\n";
  }
  outcome.problems = left_out > 0;
  return outcome;
}

JobRunner::Outcome outcome_of(const DuplicateReport& report) {
  JobRunner::Outcome outcome;
  outcome.summary = count_of(report.identical(), "pair") + " with the same bytes and " +
                    count_of(report.near(), "near-duplicate pair") + " in " +
                    count_of(static_cast<std::int64_t>(report.groups.size()), "group") +
                    "; plans keep them together.";
  return outcome;
}

JobRunner::Outcome outcome_of(const ExportReport& report, const std::filesystem::path& out) {
  JobRunner::Outcome outcome;
  std::int64_t rows = 0;
  std::int64_t changed = 0;
  for (const ExportReport::File& file : report.files) {
    rows += file.rows;
    changed += file.changed_rows;
    outcome.details += file.path + ": " + count_of(file.rows, "row") + ", " +
                       with_thousands(file.changed_rows) + " changed\n";
  }
  if (report.merged > 0) {
    outcome.details += "Merged from several people: " + count_of(report.merged, "face") + "\n";
  }
  if (report.converted > 0) {
    outcome.details +=
        "Converted from another scheme: " + count_of(report.converted, "face") + "\n";
  }
  for (const ExportReport::Loss& loss : report.losses) {
    outcome.details +=
        "Not in this format: " + loss.what + " (" + with_thousands(loss.count) + ")\n";
  }
  if (report.leftovers > 0) {
    outcome.details +=
        "Removed from an earlier export: " + count_of(report.leftovers, "file") + "\n";
  }
  if (!report.put_aside.empty()) outcome.details += report.put_aside_text() + "\n";
  for (const std::string& left_out : report.left_out) {
    outcome.details += "Left out: " + left_out + "\n";
  }
  outcome.problems = !report.left_out.empty();
  outcome.summary = count_of(static_cast<std::int64_t>(report.files.size()), "file") + " with " +
                    count_of(rows, "row") + " (" + with_thousands(changed) +
                    " changed) written to " + out.string() + " and verified.";
  return outcome;
}

JobRunner::Outcome outcome_of(const AnnotateReport& report) {
  JobRunner::Outcome outcome;
  outcome.summary = count_of(report.faces_added, "face") + " found in " +
                    count_of(report.images_annotated, "picture") +
                    "; their points wait as proposals (filter: has:proposal).";
  if (report.images_with_faces > 0) {
    outcome.details +=
        count_of(report.images_with_faces, "picture") + " had faces already and were left alone\n";
  }
  if (report.proposals_renewed > 0) {
    outcome.details += count_of(report.proposals_renewed, "proposal") + " renewed\n";
  }
  for (const std::string& image : report.without_face) {
    outcome.details += "No face found: " + image + "\n";
  }
  for (const AnnotateReport::Item& item : report.failures) {
    outcome.details += "Could not be read: " + item.image + ": " + item.text + "\n";
  }
  outcome.problems = !report.failures.empty();
  return outcome;
}

JobRunner::Outcome outcome_of(const CheckReport& report) {
  JobRunner::Outcome outcome;
  outcome.summary = count_of(report.faces, "label") + " judged; about " +
                    with_thousands(std::lround(report.expected_wrong)) +
                    " that nobody has judged are expected to be wrong.";
  for (const auto& [rule, findings] : report.by_rule) {
    outcome.details += rule + ": " + with_thousands(findings) + "\n";
  }
  for (const std::string& skipped : report.skipped) {
    outcome.details += "Could not be read: " + skipped + "\n";
  }
  outcome.problems = !report.skipped.empty();
  return outcome;
}

JobRunner::Outcome outcome_of(const TrainReport& report, const TrainOptions& options) {
  const auto& epochs = report.result.epochs;
  const auto best = std::find_if(epochs.rbegin(), epochs.rend(),
                                 [](const EpochReport& epoch) { return epoch.best; });
  JobRunner::Outcome outcome;
  outcome.summary = "best validation NME " + percent(report.result.best_validation_nme) +
                    (report.result.by_box ? " of the box side" : "") +
                    (best == epochs.rend() ? "" : " at epoch " + std::to_string(best->epoch)) +
                    "; the weights are in " + options.out.filename().string() + ".";
  for (const std::string& skipped : report.result.skipped) {
    outcome.details += "Could not be read: " + skipped + "\n";
  }
  outcome.problems = !report.result.skipped.empty();
  return outcome;
}

}  // namespace

JobRunner::Work import_job(const std::filesystem::path& project, const StartImport& action,
                           const std::shared_ptr<ImportQuestion>& question) {
  action.options.check();
  return [project, action, question](JobContext& job) {
    Project connection = Project::open(project);
    if (action.answered) return outcome_of(run_import(connection, action.options, job));
    ImportQuestion found;
    found.options = action.options;
    for (const std::filesystem::path& source : action.options.sources) {
      found.examinations.push_back(examine_source(&connection, source, action.options, job));
    }
    if (!found.is_open()) {
      return outcome_of(run_import(
          connection, with_remedies(found.options, found.examinations, RemedyChoice{}), job));
    }
    found.choice.proposed = true;
    JobRunner::Outcome outcome;
    outcome.summary = std::string("labels ") +
                      (found.is_wrong() ? "would be stored wrongly as they are"
                                        : "may mean something else than they say") +
                      "; it waits for your answer.";
    *question = std::move(found);
    return outcome;
  };
}

JobRunner::Work video_job(const std::filesystem::path& project, const VideoOptions& options) {
  options.check();
  return [project, options](JobContext& job) {
    Project connection = Project::open(project);
    return outcome_of(run_video(connection, options, job));
  };
}

JobRunner::Work split_job(const std::filesystem::path& project, const StartSplit& action) {
  action.options.check();
  return [project, options = action.options](JobContext& job) {
    Project connection = Project::open(project);
    return outcome_of(run_split(connection, options, job));
  };
}

JobRunner::Work duplicates_job(const std::filesystem::path& project) {
  return [project](JobContext& job) {
    Project connection = Project::open(project);
    const int threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    return outcome_of(run_duplicates(connection, threads, job));
  };
}

JobRunner::Work export_job(const std::filesystem::path& project, const StartExport& action) {
  action.options.check();
  return [project, options = action.options](JobContext& job) {
    Project connection = Project::open(project);
    return outcome_of(run_export(connection, options, job), options.out);
  };
}

JobRunner::Work snapshot_job(const std::filesystem::path& project, const std::string& person,
                             const TakeSnapshot& action) {
  return [project, person, action](JobContext&) {
    Project connection = Project::open(project);
    connection.set_person(person);
    const Snapshot taken = take_snapshot(connection, action.name, action.note);
    JobRunner::Outcome outcome;
    outcome.summary = taken.name + " holds " + count_of(taken.faces, "face") + ", " +
                      with_thousands(taken.labels) + " with a label.";
    return outcome;
  };
}

JobRunner::Work compare_job(const std::filesystem::path& project, const std::string& snapshot,
                            const std::shared_ptr<DiffReport>& report) {
  return [project, snapshot, report](JobContext& job) {
    Project connection = Project::open(project);
    DiffOptions options;
    options.from = snapshot;
    *report = run_diff(connection, options, job);
    JobRunner::Outcome outcome;
    outcome.summary =
        count_of(std::ssize(report->faces), "face") + " differ between " + snapshot + " and now.";
    return outcome;
  };
}

JobRunner::Work restore_job(const std::filesystem::path& project, const std::string& person,
                            const std::string& snapshot,
                            const std::shared_ptr<RestoreReport>& report) {
  return [project, person, snapshot, report](JobContext&) {
    Project connection = Project::open(project);
    connection.set_person(person);
    *report = run_restore(connection, snapshot);
    JobRunner::Outcome outcome;
    outcome.summary = "the labels are those of " + snapshot + ".";
    return outcome;
  };
}

JobRunner::Work mend_job(const std::filesystem::path& project, const std::string& person,
                         const MendOptions& options, const std::shared_ptr<MendReport>& report) {
  return [project, person, options, report](JobContext& job) {
    Project connection = Project::open(project);
    connection.set_person(person);
    *report = run_mend(connection, options, job);
    JobRunner::Outcome outcome;
    outcome.summary = count_of(report->faces, "label") + " mended.";
    return outcome;
  };
}

JobRunner::Work report_job(const std::filesystem::path& project, const std::filesystem::path& out) {
  return [project, out](JobContext& job) {
    Project connection = Project::open(project);
    ReportOptions options;
    options.out = out;
    const ReportResult result = run_report(connection, options, job);
    JobRunner::Outcome outcome;
    outcome.summary = "written to " + out.string() + ".";
    for (const std::string& skipped : result.skipped) outcome.details += skipped + "\n";
    outcome.problems = !result.skipped.empty();
    return outcome;
  };
}

JobRunner::Work propose_job(const std::filesystem::path& project, const std::string& person,
                            const ProposeOptions& options) {
  return [project, person, options](JobContext& job) {
    Project connection = Project::open(project);
    connection.set_person(person);
    const ProposeReport report = run_propose(connection, options, job);
    JobRunner::Outcome outcome;
    outcome.summary = "its points are where " + report.model + " sees them (" +
                      percent(report.score) + " sure that it is a face). A accepts, R rejects.";
    return outcome;
  };
}

JobRunner::Work train_job(const std::filesystem::path& project, const TrainOptions& options) {
  options.check();
  return [project, options](JobContext& job) {
    Project connection = Project::open(project);
    return outcome_of(run_train(connection, options, {}, job), options);
  };
}

JobRunner::Work measure_job(const std::filesystem::path& project, const EvaluateOptions& options) {
  options.check();
  return [project, options](JobContext& job) {
    Project connection = Project::open(project);
    JobRunner::Outcome outcome;
    outcome.summary = count_of(measure_models(connection, options, job), "model") +
                      " measured on the " + options.part + " part of “" + options.split + "”.";
    return outcome;
  };
}

JobRunner::Work training_split_job(const std::filesystem::path& project, const std::string& name) {
  return [project, name](JobContext& job) {
    Project connection = Project::open(project);
    return outcome_of(run_training_split(connection, name, job));
  };
}

JobRunner::Work annotate_job(const std::filesystem::path& project, const StartAnnotate& action) {
  action.options.check();
  return [project, options = action.options](JobContext& job) {
    Project connection = Project::open(project);
    return outcome_of(run_annotate(connection, options, job));
  };
}

JobRunner::Work check_job(const std::filesystem::path& project) {
  return [project](JobContext& job) {
    Project connection = Project::open(project);
    return outcome_of(run_check(connection, {}, job));
  };
}

}  // namespace facepoint
