#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "tasks/report/faces.h"
#include "tasks/report/html.h"
#include "tasks/report/sections.h"
#include "tasks/report/svg_plot.h"

namespace facepoint::report {
namespace {

std::string chance_text(double chance) {
  return (chance > 0.99 ? "> 99 %" : percent(chance, 0)) + " likely wrong";
}

std::string chances_plot(const Histogram& chances) {
  std::vector<double> heights;
  double most = 0;
  // Nearly all labels are in the first bin, beside which nothing else would be seen.
  for (std::size_t i = 1; i < chances.counts.size(); ++i) {
    heights.push_back(static_cast<double>(chances.counts[i]));
    most = std::max(most, heights.back());
  }
  Axis x{"chance that the label is wrong", 0.1, 1, {}};
  for (const int tenths : {1, 2, 4, 6, 8, 10}) {
    x.ticks.emplace_back(tenths / 10.0, std::to_string(tenths * 10) + " %");
  }
  SvgPlot plot(x, axis_from_zero("labels", most));
  plot.bars({chances.edges.begin() + 1, chances.edges.end()}, heights);
  return plot.svg();
}

std::string rule_table(const std::vector<RuleFigures>& rules) {
  std::string html =
      "<div class=\"scroll\"><table class=\"words\"><thead><tr><th>rule</th><th>for "
      "example</th><th class=\"n\">findings</th></tr></thead><tbody>\n";
  for (const RuleFigures& rule : rules) {
    html += "<tr><td>" + escaped(rule.rule) + "</td><td>" + escaped(rule.example) +
            "</td><td class=\"n\">" + with_thousands(rule.findings) + "</td></tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string lead(const FindingFigures& findings) {
  std::string text = counted(std::llround(findings.expected_wrong), "label") + " of " +
                     with_thousands(findings.suspected) +
                     " that were checked and that nobody has judged are probably wrong (the sum of "
                     "the chances).";
  if (findings.said_right + findings.said_wrong > 0) {
    text += " People have judged " + counted(findings.said_right + findings.said_wrong, "label") +
            ": " + with_thousands(findings.said_wrong) + " wrong, " +
            with_thousands(findings.said_right) + " right.";
  }
  return paragraph(text, "lead");
}

std::string other_findings(const FindingFigures& findings) {
  if (findings.others.empty()) return {};
  std::string html = heading("About whole pictures and datasets") +
                     "<div class=\"scroll\"><table class=\"words\"><tbody>\n";
  for (const auto& [name, reason] : findings.others) {
    html += "<tr><td>" + escaped(name) + "</td><td>" + escaped(reason) + "</td></tr>\n";
  }
  html += "</tbody></table></div>\n";
  const auto more = findings.all_others - static_cast<std::int64_t>(findings.others.size());
  return more > 0 ? html + paragraph("And " + with_thousands(more) + " more.", "quiet") : html;
}

}  // namespace

std::string findings_section(const Report& report) {
  const FindingFigures& findings = report.findings;
  const std::string check = "facepoint check " + project_file(report);
  if (!findings.checked) {
    return section("findings", "Findings",
                   hint("No label was checked yet. This looks for wrong ones:", check));
  }
  if (findings.suspected == 0 && findings.rules.empty()) {
    return section("findings", "Findings",
                   paragraph("Nothing that was checked is left to look at: all is judged, or has "
                             "changed since.",
                             "lead") +
                       command_line(check));
  }
  std::string html = lead(findings);
  std::string plot = figure(
      "Chances from 10 % up", chances_plot(findings.chances),
      counted(findings.chances.counts.front(), "label") + " with a smaller chance are left out.");
  std::string rules = findings.rules.empty() ? paragraph("No rule is broken.")
                                             : figure("By rule", rule_table(findings.rules));
  html += columns({std::move(plot), std::move(rules)});
  if (!findings.worst.empty()) {
    html += heading("The most suspicious labels") + face_key(true) +
            face_cards(findings.worst, chance_text);
  }
  return section("findings", "Findings", html + other_findings(findings));
}

}  // namespace facepoint::report
