#include "tasks/learn_suspicion.h"

#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "base/error.h"
#include "base/files.h"
#include "landmark/metrics.h"
#include "tasks/label_set.h"
#include "tasks/suspicion_file.h"

namespace facepoint {
namespace {

// A label without extent can't be judged, and where the network says nothing there is nothing to
// learn of how labels and network differ.
void require_judgeable(const LabelSet& set, const LearnSuspicionOptions& options) {
  for (std::size_t i = 0; i < set.faces.size(); ++i) {
    if (set.predictions[i] && box_side(set.faces[i].labelled.revision.points)) return;
  }
  throw Error(ErrorCode::kInvalidInput,
              "no face of the part " + options.part +
                  " can be learned from: none has both a label of some extent and points of the "
                  "network; name another --part, --where or --model",
              set.skipped.empty() ? options.split : set.skipped.front());
}

}  // namespace

void LearnSuspicionOptions::check() const {
  const auto refuse = [](const std::string& why) { throw Error(ErrorCode::kInvalidInput, why); };
  if (split.empty()) refuse("learning needs a split plan; make one with `facepoint split`");
  if (part != "train" && part != "val" && part != "test") {
    refuse("a split plan has the parts train, val and test, not '" + part + "'");
  }
  if (out.empty()) refuse("a file to write is needed (--out)");
  if (threads < 1) refuse("the number of threads must be at least 1");
  parse_query(where);
}

LearnSuspicionReport run_learn_suspicion(Project& project, const LearnSuspicionOptions& options,
                                         JobContext& job) {
  options.check();
  PlanFaces faces = faces_of_plan(project, options.split, options.where);
  if (faces.by_part[options.part].empty()) {
    throw Error(ErrorCode::kInvalidInput,
                "the part " + options.part + " of the plan " + options.split +
                    " has no labelled faces that match; name another --part or --where",
                options.part);
  }
  const LabelSet set = label_set(project, faces.scheme, std::move(faces.by_part[options.part]),
                                 {true, options.model, options.threads, false}, job);
  require_judgeable(set, options);
  job.begin_stage("Learning how labels deviate");
  const SuspicionPrior prior = learn_suspicion(set.scheme, set.to_judge(), options.seed);
  job.throw_if_cancelled();
  const nlohmann::ordered_json card{{"faces", set.faces.size()}, {"split", options.split},
                                    {"part", options.part},      {"where", options.where},
                                    {"seed", options.seed},      {"model", set.model}};
  write_suspicion_prior(options.out, set.scheme.name, prior, card.dump());
  job.finish_stage();
  return {std::ssize(set.faces), set.model, digest_of(read_file(options.out)), prior.offset,
          prior.slope};
}

}  // namespace facepoint
