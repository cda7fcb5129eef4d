#include "nn/module/scene_batches.h"

#include <algorithm>

namespace facepoint::nn {

SceneBatches::SceneBatches(const std::vector<ScenePicture>& pictures,
                           const DetectorOptions& options, int epoch)
    : pictures_(pictures),
      options_(options),
      epoch_(epoch),
      cells_(cells_of(kSceneSize, kSceneSize)),
      ahead_(std::max(1, options.scenes_per_epoch / options.batch_size),
             [this](std::int64_t number) { return make(number); }) {}

SceneBatch SceneBatches::make(std::int64_t number) const {
  SceneBatch batch;
  batch.size = options_.batch_size;
  for (std::int64_t i = 0; i < batch.size; ++i) {
    const auto index = static_cast<std::uint64_t>(number * batch.size + i);
    Random random(options_.seed, static_cast<std::uint64_t>(epoch_), index);
    const Scene scene = compose_scene(pictures_, random);
    const CellTargets targets = cell_targets(cells_, scene.faces, scene.unknown);
    const auto append = [](auto& to, const auto& from) {
      to.insert(to.end(), from.begin(), from.end());
    };
    append(batch.pixels, scene.picture.pixels);
    append(batch.kind, targets.kind);
    append(batch.boxes, targets.boxes);
    append(batch.turns, targets.turns);
  }
  return batch;
}

}  // namespace facepoint::nn
