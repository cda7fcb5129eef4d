// The detector's training batches: composed scenes and what its cells should say of them. What a
// batch holds depends on (seed, epoch, number) alone. Prepared by a background
// thread.
#pragma once

#include <cstdint>
#include <vector>

#include "nn/detector.h"
#include "nn/module/ahead.h"
#include "nn/module/detector_scenes.h"

namespace facepoint::nn {

struct SceneBatch {
  std::int64_t size = 0;
  std::vector<std::uint8_t> pixels;  // size x kSceneSize x kSceneSize x 3
  std::vector<float> kind;           // size x cells, see CellTargets
  std::vector<float> boxes;          // size x cells x kBoxValues
  std::vector<float> turns;          // size x cells x kTurnValues
};

class SceneBatches {
 public:
  SceneBatches(const std::vector<ScenePicture>& pictures, const DetectorOptions& options,
               int epoch);

  std::int64_t count() const { return ahead_.count(); }
  SceneBatch next() { return ahead_.next(); }  // `count()` times
  double seconds_waited() const { return ahead_.seconds_waited(); }

 private:
  SceneBatch make(std::int64_t number) const;

  const std::vector<ScenePicture>& pictures_;
  const DetectorOptions& options_;
  int epoch_;
  std::vector<Cell> cells_;
  Ahead<SceneBatch> ahead_;
};

}  // namespace facepoint::nn
