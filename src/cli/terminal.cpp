#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>

#include "base/text.h"

namespace facepoint::cli {
namespace {

constexpr auto kPlainInterval = std::chrono::seconds(10);

int terminal_columns() {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

std::string bar_of(const Progress& progress, int width) {
  const double share = static_cast<double>(progress.done) / static_cast<double>(progress.total);
  const int filled = std::clamp(static_cast<int>(share * width), 0, width);
  return "[" + std::string(filled, '#') + std::string(width - filled, ' ') + "]";
}

std::string rate_text(double per_second) {
  if (per_second >= 10) {
    return with_thousands(static_cast<std::int64_t>(std::llround(per_second))) + "/s";
  }
  const auto tenths = static_cast<std::int64_t>(std::llround(per_second * 10));
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + "/s";
}

}  // namespace

std::string progress_text(const Progress& progress, int columns) {
  std::string text = progress.stage;
  if (progress.total > 0) {
    text += "  " + bar_of(progress, columns >= 100 ? 24 : 12) + "  " +
            with_thousands(progress.done) + " of " + with_thousands(progress.total);
  } else if (progress.done > 0) {
    text += "  " + with_thousands(progress.done);
  }
  if (progress.per_second > 0) text += "  " + rate_text(progress.per_second);
  if (progress.seconds_left && !progress.stage_finished) {
    text += "  " + duration_text(*progress.seconds_left) + " left";
  }
  if (!progress.note.empty()) text += "  " + progress.note;
  if (static_cast<int>(text.size()) > columns) text.resize(static_cast<std::size_t>(columns));
  return text;
}

ProgressLine::ProgressLine() : terminal_(isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() { end_line(); }

void ProgressLine::show(const Progress& progress) {
  if (terminal_) {
    std::cerr << "\r" << progress_text(progress, terminal_columns() - 1) << "\x1b[K" << std::flush;
    line_open_ = true;
    if (progress.stage_finished) end_line();
    return;
  }
  const auto now = Clock::now();
  const bool new_stage = progress.stage != stage_;
  if (!new_stage && !progress.stage_finished && now - last_plain_ < kPlainInterval) return;
  if (new_stage) {  // its first line comes when there is something to say
    stage_ = progress.stage;
    last_plain_ = now;
    if (!progress.stage_finished) return;
  }
  last_plain_ = now;
  std::cerr << progress_text(progress, 200) << std::endl;
}

void ProgressLine::end_line() {
  if (line_open_) std::cerr << std::endl;
  line_open_ = false;
}

std::string table_of_counts(const std::vector<std::pair<std::string, std::int64_t>>& rows) {
  std::size_t label_width = 0;
  std::size_t number_width = 0;
  for (const auto& [label, n] : rows) {
    label_width = std::max(label_width, label.size());
    number_width = std::max(number_width, with_thousands(n).size());
  }
  std::string text;
  for (const auto& [label, n] : rows) {
    const std::string number = with_thousands(n);
    text.append("  ").append(label).append(label_width - label.size() + 2, ' ');
    text.append(number_width - number.size(), ' ').append(number).append("\n");
  }
  return text;
}

std::string text_table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const std::vector<std::string>& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (const std::vector<std::string>& row : rows) {
    text += " ";
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string padding(widths[i] - row[i].size(), ' ');
      text += i == 0 ? " " : "  ";
      if (i > 0) text += padding;
      text += row[i];
      if (i == 0) text += padding;
    }
    text += "\n";
  }
  return text;
}

}  // namespace facepoint::cli
