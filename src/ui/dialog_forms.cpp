#include "ui/dialog_forms.h"

#include "ui/dialog_fields.h"
#include "ui/path_browser.h"

namespace facepoint {
namespace {

constexpr const char* kWithoutLabel = "-has:label";

}  // namespace

void draw_import_form(Frame& frame) {
  DialogInputs& inputs = frame.state.dialog;
  explain(frame,
          "A folder of pictures, with label files or without, or a label file: CSV, .pts, COCO, "
          "YOLO-pose, XML of dlib or CVAT and others, told by their content. Pictures stay where "
          "they are. Importing the same again changes nothing.");
  browse_path(frame.theme, frame.record, PathKind::kFolderOrLabels, inputs.path, inputs.folder);
  text_field(frame, "Dataset", "named after the folder", inputs.name);
  if (start_or_close(frame, "Import", !typed(inputs.path).empty())) {
    ImportOptions options;
    options.sources = {typed(inputs.path)};
    options.name = typed(inputs.name);
    frame.act(StartImport{options});
  }
}

void begin_annotate_form(const Frame&, DialogInputs& inputs) { inputs.where = kWithoutLabel; }

void draw_annotate_form(Frame& frame) {
  DialogInputs& inputs = frame.state.dialog;
  explain(frame,
          "Finds faces and stores the CNN's points as proposals. A proposal changes no label: you "
          "accept it, correct it or reject it.");
  text_field(frame, "Pictures", "every picture; a query narrows it", inputs.where);
  text_field(frame, "Model", "the one in use, see Models in Train; or a file", inputs.weights);
  check_field(frame, "Again", "Propose again for faces that wait for a decision", inputs.again);
  const bool before = inputs.labelled;
  check_field(frame, "Labelled", "Also beside labels, to compare them with the CNN",
              inputs.labelled);
  if (inputs.labelled && !before && inputs.where == kWithoutLabel) inputs.where.clear();
  if (start_or_close(frame, "Annotate", true)) {
    AnnotateOptions options;
    options.where = inputs.where;
    options.labelled = inputs.labelled;
    options.model = typed(inputs.weights);
    options.again = inputs.again;
    frame.act(StartAnnotate{options});
  }
}

void draw_snapshot_form(Frame& frame) {
  DialogInputs& inputs = frame.state.dialog;
  explain(frame,
          "Gives the labels as they are now a name: which faces there are, with which points, "
          "status and tags. It is never changed; History compares with it and brings it back, "
          "export writes it.");
  text_field(frame, "Name", "such as v1", inputs.name);
  text_field(frame, "Note", "what it is for", inputs.where);
  if (start_or_close(frame, "Take", !typed(inputs.name).empty())) {
    frame.act(TakeSnapshot{typed(inputs.name), typed(inputs.where)});
  }
}

void draw_author_form(Frame& frame) {
  DialogInputs& inputs = frame.state.dialog;
  explain(frame,
          "Each change that you make is kept with this name, in every project: history, "
          "comparisons and the agreement of several people go by it.");
  text_field(frame, "Name", frame.session.project().person().c_str(), inputs.name);
  if (start_or_close(frame, "Use it", true)) frame.act(SetAuthor{typed(inputs.name)});
}

}  // namespace facepoint
