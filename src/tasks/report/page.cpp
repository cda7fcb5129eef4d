#include "tasks/report/page.h"

#include <cmath>

#include "base/text.h"
#include "tasks/report/faces.h"
#include "tasks/report/html.h"
#include "tasks/report/sections.h"
#include "tasks/report/svg_plot.h"

namespace facepoint::report {
namespace {

// The series' colours are Okabe and Ito's (2008), which colour-blind people tell apart; a little
// lighter on dark.
constexpr const char* kColors = R"(:root{color-scheme:light dark;
--paper:#fff;--panel:#f4f6f8;--ink:#1d2329;--quiet:#626d78;--rule:#dde2e7;--accent:#0069a8;
--c0:#0072b2;--c1:#d55e00;--c2:#009e73;--c3:#cc79a7;--c4:#8a6d00;--c5:#56676f;
--label:#f0e442;--cnn:#56b4e9;--marked:#ff6a2b}
@media (prefers-color-scheme:dark){:root{
--paper:#14181c;--panel:#1e2429;--ink:#e4e8ec;--quiet:#97a3ae;--rule:#343c44;--accent:#6cc0f5;
--c0:#4aa8e0;--c1:#f08a3c;--c2:#35c49a;--c3:#e3a0c4;--c4:#e6c34a;--c5:#a9b7c0}}
@media print{:root{color-scheme:light;
--paper:#fff;--panel:#f4f6f8;--ink:#000;--quiet:#555;--rule:#ccc;--accent:#0069a8;
--c0:#0072b2;--c1:#d55e00;--c2:#009e73;--c3:#cc79a7;--c4:#8a6d00;--c5:#56676f}}
)";

constexpr const char* kStyle = R"(*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);
font:15px/1.55 Inter,system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
-webkit-print-color-adjust:exact;print-color-adjust:exact}
main,header>div,nav>div,footer>div{max-width:1120px;margin:0 auto;padding:0 24px}
header{padding:36px 0 8px}
h1{font-size:28px;line-height:1.2;margin:0;font-weight:650}
h2{font-size:21px;margin:0 0 14px;font-weight:650}
h3{font-size:15px;margin:24px 0 8px;font-weight:600}
p{margin:0 0 10px;max-width:78ch}
.quiet{color:var(--quiet)}
.lead{font-size:16px}
nav{position:sticky;top:0;background:var(--paper);border-bottom:1px solid var(--rule);z-index:1}
nav>div{display:flex;flex-wrap:wrap;gap:2px 20px;padding-top:9px;padding-bottom:9px}
a{color:var(--accent);text-decoration:none}
a:hover{text-decoration:underline}
section{padding:34px 0 20px;border-bottom:1px solid var(--rule);scroll-margin-top:36px}
section:last-child{border:0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(165px,1fr));gap:12px;margin:22px 0 26px}
.tile{background:var(--panel);border-radius:8px;padding:12px 14px}
.tile b{display:block;font-size:23px;line-height:1.25;font-weight:650;font-variant-numeric:tabular-nums}
.tile span{color:var(--quiet);font-size:13px;line-height:1.35;display:block}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));gap:6px 44px;align-items:start}
.columns>div{min-width:0}
.scroll{overflow-x:auto;margin:6px 0 14px}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th{font-weight:500;color:var(--quiet);font-size:13px;vertical-align:bottom;line-height:1.3}
th,td{padding:5px 0 5px 18px;text-align:right;border-bottom:1px solid var(--rule)}
th:first-child,td:first-child{text-align:left;padding-left:0}
.words td:nth-child(n+2):not(.n),.words th:nth-child(n+2):not(.n){text-align:left}
.bars td{border:0;padding:2.5px 0 2.5px 12px;white-space:nowrap}
.bars td:first-child{width:1%;padding-left:0}
.bars td:nth-child(3),.bars td:nth-child(4){width:1%}
.bars td:nth-child(4){min-width:62px}
.track{width:auto}
.track i{display:block;height:11px;background:var(--c0);border-radius:0 2px 2px 0}
figure{margin:0}
figure.plot{margin:8px 0 20px;break-inside:avoid}
figure.plot figcaption{font-weight:600;margin-bottom:6px}
figure.plot>p{font-size:13px;margin-top:4px}
svg{display:block;max-width:100%;height:auto}
svg.plot{width:520px}
svg.offsets{width:340px}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:2px 18px;margin:0 0 8px;padding:0;font-size:13px}
.legend li{display:flex;align-items:center;gap:7px}
.legend svg{width:28px;flex:none}
.legend svg.face{background:#4b545c;border-radius:3px}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(196px,1fr));gap:20px 18px;margin:12px 0 18px}
.card{font-size:13px;line-height:1.4;break-inside:avoid;min-width:0}
.card svg{width:100%;border-radius:6px;overflow:hidden}
.card b{display:block;margin-top:7px;font-weight:600}
.card p{margin:2px 0 0}
.card .remedy{color:var(--accent)}
.card .name{color:var(--quiet);font-size:12px;overflow-wrap:anywhere}
.hint{background:var(--panel);border-left:3px solid var(--c0);border-radius:0 6px 6px 0;padding:12px 16px 4px;margin:10px 0 16px;max-width:78ch}
pre{margin:0 0 10px;white-space:pre-wrap;overflow-wrap:anywhere}
code{font:13.5px/1.5 ui-monospace,"JetBrains Mono",Menlo,Consolas,monospace}
ul.thin{margin:4px 0 12px;padding-left:20px}
footer{color:var(--quiet);font-size:13px;padding:8px 0 40px}
@media print{nav{display:none}body{font-size:11pt}section{padding:18px 0 8px}header{padding-top:0}
main,header>div{max-width:none;padding:0}h2,h3{break-after:avoid}.tile,tr{break-inside:avoid}
.cards{grid-template-columns:repeat(4,1fr)}.columns{grid-template-columns:1fr 1fr}
.tiles{grid-template-columns:repeat(3,1fr)}@page{margin:16mm}}
)";

std::string tile(const std::string& value, const std::string& what) {
  return "<div class=\"tile\"><b>" + escaped(value) + "</b><span>" + escaped(what) +
         "</span></div>\n";
}

std::string leak_tile(const SplitReport& split) {
  return tile(with_thousands(split.leaks.shared_identities),
              "people in more than one part of the split " + split.name);
}

std::string tiles(const Report& report) {
  const DataFigures& data = report.data;
  std::string html = "<div class=\"tiles\">\n" + tile(with_thousands(data.images), "images") +
                     tile(with_thousands(data.labels), "labelled faces");
  if (report.findings.suspected > 0) {
    html += tile("≈ " + with_thousands(std::llround(report.findings.expected_wrong)),
                 "labels that are probably wrong");
  }
  if (!report.agreement.sources.empty()) {
    double sum = 0;
    std::int64_t faces = 0;
    for (const SourceAgreement& source : report.agreement.sources) {
      sum += source.above_8 * static_cast<double>(source.nme.total());
      faces += source.nme.total();
    }
    html += tile(share_text(std::llround(sum), faces), "of labels are more than 8 % from the CNN");
  }
  if (!report.splits.empty()) html += leak_tile(report.splits.back());
  if (!report.models.empty()) {
    const ModelFigures& model = report.models.front();
    html += tile(percent(model.score.all.mean_nme, 2), "mean error of " + model.name);
  }
  return html + "</div>\n";
}

struct Entry {
  const char* id;
  const char* title;
};
constexpr Entry kEntries[] = {
    {"data", "Data"},           {"coverage", "Coverage"}, {"findings", "Findings"},
    {"agreement", "Agreement"}, {"splits", "Splits"},     {"models", "Models"},
    {"pace", "Pace"},
};

std::string navigation() {
  std::string html = "<nav><div>";
  for (const Entry& entry : kEntries) {
    html += "<a href=\"#" + std::string(entry.id) + "\">" + entry.title + "</a>";
  }
  return html + "</div></nav>\n";
}

// "2026-11-22 21:55 UTC" of "2026-11-22T21:55:03Z".
std::string readable_time(const std::string& utc) {
  return utc.size() < 16 ? utc : utc.substr(0, 10) + " " + utc.substr(11, 5) + " UTC";
}

std::string header(const Report& report) {
  std::string about = "Report of " + readable_time(report.created);
  std::string html =
      "<header><div><h1>" + escaped(report.project) + "</h1>\n" + paragraph(about, "quiet");
  if (!report.where.empty()) {
    html += paragraph("Only what matches " + report.where +
                      "; splits, models and pace are told of the whole project.");
  }
  return html + tiles(report) + "</div></header>\n";
}

}  // namespace

std::string page(const Report& report) {
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
      // Whatever a file's name may smuggle in, the page loads and runs nothing.
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'; img-src data:\">\n<title>" +
      escaped(report.project) + ": facepoint report</title>\n<style>\n" + kColors + kStyle +
      plot_style() + face_style() + "</style>\n</head>\n<body>\n";
  html += header(report) + navigation() + "<main>\n";
  html += data_section(report) + coverage_section(report) + findings_section(report) +
          agreement_section(report) + splits_section(report) + models_section(report) +
          pace_section(report);
  return html + "</main>\n<footer><div>" +
         escaped(
             "Written by facepoint report. Errors are mean distances of points over the "
             "distance of the outer eye corners (NME).") +
         "</div></footer>\n</body>\n</html>\n";
}

std::string project_file(const Report& report) { return report.project + ".facepoint"; }

}  // namespace facepoint::report
