#include "cli/training_text.h"

#include <iostream>

#include "base/text.h"
#include "cli/terminal.h"
#include "nn/model_summary.h"

namespace facepoint::cli {

void print_start(const TrainStart& start) {
  std::cout << "Training on " << count_of(start.train_faces, "face") << ", validating on "
            << with_thousands(start.validation_faces) << ", "
            << (start.from.empty() ? std::string("from scratch")
                                   : "starting from " + nn::model_name(start.from))
            << ", at most " << count_of(start.epochs, "epoch") << std::endl;
}

std::string nme_text(double nme, bool by_box, int digits) {
  return fixed(nme * 100, digits) + (by_box ? " % of the box side" : " %");
}

void print_epoch(const EpochReport& epoch) {
  std::cout << "epoch " << epoch.epoch << " of " << epoch.epochs << "  loss "
            << fixed(epoch.training_loss, 4) << "  validation NME "
            << nme_text(epoch.validation_nme, epoch.by_box, 3) << "  "
            << duration_text(epoch.seconds) << "  waiting " << fixed(epoch.waiting_share * 100, 1)
            << " %" << (epoch.best ? "  best so far" : "") << std::endl;
}

void print_skipped(const std::vector<std::string>& skipped, Program& program) {
  for (const std::string& picture : skipped) std::cerr << "skipped " << picture << "\n";
  if (!skipped.empty()) program.exit_code = kExitSomeFailed;
}

}  // namespace facepoint::cli
