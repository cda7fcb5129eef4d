#include "base/text.h"
#include "tasks/report/html.h"
#include "tasks/report/sections.h"

namespace facepoint::report {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? "none" : text;
}

std::string dataset_table(const std::vector<DatasetFigures>& datasets) {
  Table rows{{"dataset", "images", "not readable", "without label", "labels", "only proposed",
              "people", "clips", "label files", "size"},
             {}};
  for (const DatasetFigures& each : datasets) {
    rows.rows.push_back({each.name, with_thousands(each.images), with_thousands(each.unreadable),
                         with_thousands(each.unlabelled), with_thousands(each.labels),
                         with_thousands(each.proposals),
                         each.people > 0 ? with_thousands(each.people) : "not known",
                         each.clips > 0 ? with_thousands(each.clips) : "not known",
                         joined(each.label_formats), bytes_text(each.bytes)});
  }
  return table(rows);
}

}  // namespace

std::string data_section(const Report& report) {
  const DataFigures& data = report.data;
  if (data.images == 0) {
    return section("data", "Data",
                   report.where.empty()
                       ? hint("The project is empty. Import a dataset: a CSV, a folder of "
                              "pictures, or a whole dataset folder.",
                              "facepoint import " + project_file(report) + " DATASET")
                       : paragraph("No image matches the query."));
  }
  std::string lead = counted(data.images, "image") + " of " +
                     counted(static_cast<std::int64_t>(data.datasets.size()), "dataset") +
                     " with " + counted(data.faces, "face") + ", of which " +
                     with_thousands(data.labels) + " are labelled.";
  std::string html = paragraph(lead, "lead") + dataset_table(data.datasets);
  html += columns({bars("Faces by status", data.statuses, data.faces) +
                       bars("Landmark schemes", data.schemes, data.faces) +
                       bars("Faces in an image", data.images_a_face, data.images),
                   bars("Longer side of the picture in pixels", data.sizes, data.images) +
                       bars("Picture formats, by content", data.formats, data.images) +
                       bars("Published parts", data.official, data.images)});
  return section("data", "Data", html);
}

}  // namespace facepoint::report
