// What commands that train print.
#pragma once

#include <string>
#include <vector>

#include "cli/commands.h"
#include "tasks/train.h"

namespace facepoint::cli {

void print_start(const TrainStart& start);
// "4.50 %", "4.50 % of the box side"; see EpochReport.
std::string nme_text(double nme, bool by_box, int digits);

void print_epoch(const EpochReport& epoch);
// Pictures that could not be read, to standard error; the exit code says so.
void print_skipped(const std::vector<std::string>& skipped, Program& program);

}  // namespace facepoint::cli
