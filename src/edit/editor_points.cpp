// Editor: commands about the points of the current face.
#include <algorithm>
#include <memory>

#include "edit/editor.h"
#include "edit/point_edits.h"
#include "image/codec.h"
#include "image/flow.h"
#include "landmark/numbering.h"

namespace facepoint {
namespace {

std::string many(std::size_t points) {
  return points == 1 ? "1 point" : std::to_string(points) + " points";
}

struct Frame {
  std::filesystem::path file;
  Keypoints points;
};

// The first labelled face of the frame before in this clip, in the order of the paths.
std::optional<Frame> frame_before(const Session& session) {
  const Image& image = session.current()->image;
  std::optional<Image> before;
  const Query query{{{"identity", "=", image.identity}, {"clip", "=", image.clip}}};
  for (Image& each : images(session.project(), query)) {
    const bool earlier = each.dataset == image.dataset && each.path < image.path &&
                         (!before || each.path > before->path);
    if (earlier) before = std::move(each);
  }
  if (!before) return std::nullopt;
  for (const Face& face : faces_of(session.project(), before->id)) {
    if (!face.current) continue;
    return Frame{session.picture_source(before->id).file,
                 get_revision(session.project(), face.current).points};
  }
  return std::nullopt;
}

// Points of one picture where they are in another; those that can't be followed go with the others.
Keypoints carried(const Frame& from, const std::filesystem::path& to) {
  std::vector<Point> places;
  for (const Landmark& landmark : from.points) places.push_back(landmark.position);
  const std::vector<FollowedPoint> followed =
      follow_points(load_picture(from.file), load_picture(to), places);
  Keypoints before = from.points;
  Keypoints after = from.points;
  for (std::size_t i = 0; i < places.size(); ++i) {
    after[i].position = followed[i].position;
    if (!followed[i].found) before[i].visibility = Visibility::kAbsent;  // for the fit only
  }
  const Similarity moved = fit_similarity(before, after);
  for (std::size_t i = 0; i < places.size(); ++i) {
    after[i].position = snapped(followed[i].found ? after[i].position : moved(places[i]));
  }
  return after;
}

}  // namespace

void Editor::change_points(const std::string& label, const std::string& did, const NewPoints& now,
                           Telling telling) {
  const FaceView& face = *session_.face();
  const bool moved = now.points != *face.shown();
  if (!moved && now.set == session_.corrections()->set) {
    return say(StatusKind::kInfo, "The points are there already.");
  }
  const std::string followed =
      now.followed > 0 ? "; " + many(static_cast<std::size_t>(now.followed)) + " followed" : "";
  FaceEdit edit;
  edit.face = face.face.id;
  edit.points = now.points;
  edit.set_points = now.set;
  if (moved) edit.status = FaceStatus::kCorrected;
  if (face.points) return apply(label + followed, edit, did + followed + ".", telling);
  std::string lower = label;
  lower.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(lower.front())));
  edit.accepts = face.proposal->id;
  apply("Accept proposal and " + lower + followed, edit,
        did + ", and accepted the proposal" + followed + ".");
}

bool Editor::perform_on_points(ActionId id) {
  const auto selected = [&] { return session_.selection().points(); };
  const auto shown = [&]() -> const Keypoints& { return *session_.face()->shown(); };
  const auto pins = [&]() -> const Corrections& { return *session_.corrections(); };
  const Scheme& scheme = session_.scheme();
  switch (id) {
    case ActionId::kSelectAll:
      session_.select_points({}, SelectMode::kReplace);
      session_.select_points(session_.selected_or_all(), SelectMode::kReplace);
      return true;
    case ActionId::kSelectRegion:
      select_region();
      return true;
    case ActionId::kSelectTool:
      choose_tool(Tool::kSelect);
      return true;
    case ActionId::kLassoTool:
      choose_tool(Tool::kLasso);
      return true;
    case ActionId::kStrokeTool:
      choose_tool(Tool::kStroke);
      return true;
    case ActionId::kFaceTool:
      choose_tool(Tool::kFaceBox);
      return true;
    case ActionId::kProposeAgain:
      propose({session_.current()->image.id, std::nullopt, session_.face()->face.id, {}});
      return true;
    case ActionId::kToggleOccluded:
      change_points("Change visibility of " + many(selected().size()),
                    "Changed the visibility of " + many(selected().size()),
                    {occlusion_toggled(shown(), selected()), pins().set});
      return true;
    case ActionId::kSwapPoints:
      change_points("Swap two points", "Swapped two points",
                    {swapped(shown(), selected()[0], selected()[1]), pins().set_with(selected())});
      return true;
    case ActionId::kSwapSides:
      swap_sides();
      return true;
    case ActionId::kMirrorRelabel:
      change_points("Number from the other side", "Numbered the points from the other side",
                    {renumbered(scheme, shown()), {}});
      return true;
    case ActionId::kResetToProposal:
      change_points("Reset points to the proposal", "Put the points where the CNN proposed them",
                    {replaced(shown(), session_.selected_or_all(), *session_.proposed_points()),
                     pins().set_without(session_.selected_or_all())});
      return true;
    case ActionId::kResetToPrevious:
      reset_to_previous();
      return true;
    case ActionId::kCopyFromClip:
      copy_from_clip(false);
      return true;
    case ActionId::kCarryFromClip:
      copy_from_clip(true);
      return true;
    default:
      break;
  }
  return nudge(id);
}

// The partners are where the person says, too.
void Editor::swap_sides() {
  const std::vector<int>& points = session_.selection().points();
  std::vector<int> exchanged = points;
  for (const int i : points) exchanged.push_back(session_.scheme().mirror[i]);
  change_points("Swap sides of " + many(points.size()),
                "Swapped the sides of " + many(points.size()),
                {sides_swapped(session_.scheme(), *session_.face()->shown(), points),
                 session_.corrections()->set_with(exchanged)});
}

// Pins as they were, too.
void Editor::reset_to_previous() {
  const Revision& previous = *session_.previous();
  const std::vector<int> which = session_.selected_or_all();
  Corrections pins = *session_.corrections();
  pins.set = pins.set_without(which);
  std::vector<int> again;
  for (const int i : previous.set_points) {
    if (std::find(which.begin(), which.end(), i) != which.end()) again.push_back(i);
  }
  change_points(
      "Reset points to before", "Put the points where they were before",
      {replaced(*session_.face()->shown(), which, previous.points), pins.set_with(again)});
}

void Editor::select_region() {
  const Scheme& scheme = session_.scheme();
  std::vector<int> points;
  for (const int chosen : session_.selection().points()) {
    const Region& region = scheme.regions[scheme.region_of(chosen)];
    points.insert(points.end(), region.points.begin(), region.points.end());
  }
  std::erase_if(points, [&](int i) { return !session_.face()->shown()->at(i).present(); });
  session_.select_points(points, SelectMode::kReplace);
}

void Editor::copy_from_clip(bool with_the_picture) {
  const auto before = frame_before(session_);
  const Keypoints& shown = *session_.face()->shown();
  if (!before || before->points.size() != shown.size()) {
    return say(StatusKind::kInfo, "No frame of this clip before this one has a label.");
  }
  const std::vector<int> which = session_.selected_or_all();
  // All of them are a new beginning, some are where the person wants them.
  const auto set = [which](const Session& session) {
    const bool all = which.size() == session.face()->shown()->size();
    return all ? std::vector<int>{} : session.corrections()->set_with(which);
  };
  if (!with_the_picture) {
    return change_points("Copy points from the frame before",
                         "Copied the points of the frame before",
                         {replaced(shown, which, before->points), set(session_)});
  }
  auto points = std::make_shared<Keypoints>();
  const std::filesystem::path file = session_.current()->file;
  const FaceView& face = *session_.face();
  const auto work = [points, before, file](JobContext&) {
    *points = carried(*before, file);
    return JobRunner::Outcome{"the points are followed.", {}, false};
  };
  const auto put = [this, points, which, set, id = face.face.id, seen = face.face.current] {
    const FaceView* now = session_.face();
    if (now == nullptr || now->face.id != id || now->face.current != seen) {
      return say(StatusKind::kInfo, "Another face or state is shown by now; nothing changed.");
    }
    change_points("Carry points along the clip", "Carried the points along from the frame before",
                  {replaced(*now->shown(), which, *points), set(session_)});
  };
  start_job("Carrying points along", work, put);
}

}  // namespace facepoint
