#include "tasks/learn_suspicion.h"

#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "base/error.h"
#include "base/files.h"
#include "tasks/label_set.h"
#include "tasks/suspicion_file.h"

namespace facepoint {

void LearnSuspicionOptions::check() const {
  const auto refuse = [](const std::string& why) { throw Error(ErrorCode::kInvalidInput, why); };
  if (split.empty()) refuse("learning needs a split plan; make one with `facepoint split`");
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
