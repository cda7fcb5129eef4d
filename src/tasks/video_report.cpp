#include <nlohmann/json.hpp>

#include "tasks/video.h"

namespace facepoint {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Jitter& jitter) {
  return {{"acceleration", jitter.acceleration}, {"residual", jitter.residual}};
}

Json json_of(const TrackFigures& figures) {
  const Track& track = figures.track;
  Json json{{"track", track.number},  {"first_frame", track.first}, {"last_frame", track.last},
            {"frames", track.frames}, {"anchored", track.anchored}, {"lost", Json::array()}};
  for (const auto& [from, to] : track.lost) json["lost"].push_back({from, to});
  json["network"] = json_of(track.network);
  json["given"] = json_of(figures.given);
  return json;
}

Json json_of(const VideoReport::Clip& clip) {
  Json json{{"video", clip.video}};
  if (!clip.problem.empty()) json["problem"] = clip.problem;
  if (clip.failed) return json;
  json.update(Json{{"clip", clip.clip},
                   {"width", clip.facts.width},
                   {"height", clip.facts.height},
                   {"fps", clip.facts.fps},
                   {"rotation", clip.facts.rotation},
                   {"frames", clip.frames},
                   {"seconds", clip.seconds},
                   {"uneven", clip.steps.uneven},
                   {"kept", clip.kept},
                   {"added", clip.added},
                   {"faces_added", clip.faces_added},
                   {"tracks", Json::array()}});
  for (const TrackFigures& track : clip.tracks) json["tracks"].push_back(json_of(track));
  return json;
}

}  // namespace

std::string to_json_text(const VideoReport& report) {
  Json json{{"model", report.model},
            {"dataset", report.dataset},
            {"folder", report.folder.string()},
            {"clips", Json::array()}};
  for (const VideoReport::Clip& clip : report.clips) json["clips"].push_back(json_of(clip));
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace facepoint
