// Editor: the grid of faces, and decisions about many of them, each of which is one change.
#include <algorithm>

#include "base/text.h"
#include "edit/editor.h"
#include "store/saved_queries.h"

namespace facepoint {
namespace {

constexpr std::size_t kMeasuredAtOnce = 96;
constexpr double kTileStep = 1.25;

struct Step {
  Move move;
  bool extend;
};

// The moves stand together in ActionId, in the order of Move.
std::optional<Step> step_of(ActionId id) {
  const auto number = static_cast<int>(id);
  const auto within = [&](ActionId first, ActionId last) { return id >= first && id <= last; };
  const auto from = [&](ActionId first) {
    return static_cast<Move>(number - static_cast<int>(first));
  };
  if (within(ActionId::kMoveLeft, ActionId::kMoveLast))
    return Step{from(ActionId::kMoveLeft), false};
  if (within(ActionId::kExtendLeft, ActionId::kExtendLast)) {
    return Step{from(ActionId::kExtendLeft), true};
  }
  return std::nullopt;
}

}  // namespace

bool Editor::perform_on_faces(ActionId id) {
  if (const auto step = step_of(id)) {
    library_.move(step->move, step->extend);
    return true;
  }
  switch (id) {
    case ActionId::kOpenFace:
      asked_ ? make_decision(*asked_) : open_face();  // Enter answers what is asked
      break;
    case ActionId::kApproveChosen:
      decide(Decision::kApprove);
      break;
    case ActionId::kAcceptChosen:
      decide(Decision::kAccept);
      break;
    case ActionId::kRejectChosen:
      decide(Decision::kReject);
      break;
    case ActionId::kRenumberChosen:
      decide(Decision::kRenumber);
      break;
    case ActionId::kExportChosen:
      export_chosen();
      break;
    case ActionId::kNextSort:
      sort_by_next();
      break;
    case ActionId::kReverseSort:
      carry_out(SortFaces{library_.sort(), !library_.descending()});
      break;
    case ActionId::kLargerTiles:
      library_.set_tile(static_cast<int>(library_.tile() * kTileStep));
      break;
    case ActionId::kSmallerTiles:
      library_.set_tile(static_cast<int>(library_.tile() / kTileStep));
      break;
    case ActionId::kToggleTilePoints:
      library_.toggle_points();
      break;
    case ActionId::kSelectAllFaces:
      library_.select_all();
      break;
    case ActionId::kSelectNoFace:
      library_.select_none();
      break;
    case ActionId::kInvertSelection:
      library_.invert();
      break;
    case ActionId::kToggleSelected:
      library_.pick(*library_.cursor(), Pick::kToggle);
      break;
    default:
      return false;
  }
  return true;
}

void Editor::sort_by_next() {
  const auto next = static_cast<FaceSort>((static_cast<int>(library_.sort()) + 1) % kFaceSorts);
  library_.sort_by(next, starts_descending(next));
  say(StatusKind::kInfo, std::string("Sorted by: ") + title_of(next) + ".");
}

// The library is read only while it is looked at.
void Editor::refresh_library() {
  if (workspace_ != Workspace::kLibrary || library_shows_ == session_.list_serial()) return;
  library_.set_faces(face_summaries(session_.project(), session_.query()));
  library_shows_ = session_.list_serial();
}

// After a change of our own: only what it changed is read again, and no face leaves the list.
void Editor::faces_changed(const std::vector<FaceId>& faces) {
  std::vector<ImageId> images;
  for (const FaceId face : faces) {
    FaceSummary summary = face_summary(session_.project(), face);
    images.push_back(summary.image);
    if (summary.status != FaceStatus::kDeleted) library_.update(std::move(summary));
  }
  std::sort(images.begin(), images.end());
  images.erase(std::unique(images.begin(), images.end()), images.end());
  session_.reload_images(images);
}

void Editor::open_face() {
  const FaceSummary& face = library_.at(*library_.cursor());
  open_face(face.image, face.face, -1);
}

// Many are asked about first; the second time is the yes.
void Editor::decide(Decision decision) {
  if (library_.selected_count() < kManyFaces || asked_ == decision) return make_decision(decision);
  asked_ = decision;
  say(StatusKind::kInfo, "Enter carries it out, Esc leaves everything as it is.");
}

void Editor::make_decision(Decision decision) {
  asked_.reset();
  Project& project = session_.project();
  const DecisionPlan plan = plan_decision(decision, library_.chosen(),
                                          [&](FaceId face) { return face_points(project, face); });
  if (plan.edits.empty()) {
    return say(StatusKind::kInfo, decision == Decision::kRenumber
                                      ? "No label here has left and right exchanged."
                                      : "There is nothing to do: " + plan.said);
  }
  change_faces(plan);
}

void Editor::change_faces(const DecisionPlan& plan) {
  const ChangeId change =
      apply_change(session_.project(), plan.label, plan.edits, Author::kPerson, {}, plan.expected);
  std::vector<FaceId> faces;
  faces.reserve(plan.edits.size());
  for (const FaceEdit& edit : plan.edits) faces.push_back(edit.face);
  faces_changed(faces);
  tell_done(plan.said + " " + keys_.text(ActionId::kUndo) +
                (faces.size() > 1 ? " takes all of it back." : " takes it back."),
            change);
}

std::vector<FaceSummary> Editor::faces_to_tag() const {
  std::vector<FaceSummary> faces;
  if (workspace_ == Workspace::kLibrary) {
    for (const FaceSummary* face : library_.chosen()) faces.push_back(*face);
  } else if (session_.face() != nullptr) {
    faces.push_back(face_summary(session_.project(), session_.face()->face.id));
  }
  return faces;
}

void Editor::carry_out(const TagFaces& action) {
  const TagWords words = parse_tag_words(action.text);
  tagging_.reset();
  if (words.add.empty() && words.remove.empty()) return;
  const std::vector<FaceSummary> faces = faces_to_tag();
  std::vector<const FaceSummary*> each;
  each.reserve(faces.size());
  for (const FaceSummary& face : faces) each.push_back(&face);
  const DecisionPlan plan = plan_tags(words, each);
  if (plan.edits.empty()) return say(StatusKind::kInfo, "There is nothing to do: " + plan.said);
  change_faces(plan);
  session_.reload_vocabulary();
}

void Editor::export_chosen() {
  faces_to_export_.clear();
  for (const FaceSummary* face : library_.chosen()) faces_to_export_.push_back(face->face);
  open_dialog(Dialog::kExport);
}

void Editor::carry_out(const PickFace& action) { library_.pick(action.position, action.how); }

void Editor::carry_out(const SortFaces& action) { library_.sort_by(action.by, action.descending); }

void Editor::carry_out(const SetTileSize& action) { library_.set_tile(action.side); }

void Editor::carry_out(const SetGrid& action) { library_.set_grid(action.columns, action.rows); }

void Editor::carry_out(const ReadPoints& action) {
  for (const FaceId face : action.faces) {
    library_.keep_points(face, face_points(session_.project(), face));
  }
}

void Editor::carry_out(const KeepQuery& action) {
  if (action.keep) {
    parse_query(action.text);  // what isn't understood isn't worth keeping
    keep_query(session_.project(), action.text);
  } else {
    forget_query(session_.project(), action.text);
  }
  session_.reload_saved_queries();
  say(StatusKind::kInfo, (action.keep ? "Kept the filter " : "Forgot the filter ") + action.text);
}

void Editor::carry_out(const MeasureFaces&) {
  for (const FaceId face : library_.to_measure(kMeasuredAtOnce)) {
    const auto position = library_.position_of(face);
    const Scheme& scheme = SchemeLibrary::standard().get(library_.at(*position).scheme);
    library_.measured(face, measures_of(scheme, face_points(session_.project(), face)));
  }
}

}  // namespace facepoint
