#include "edit/picture_loader.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "image/codec.h"
#include "image/process.h"

namespace facepoint {
namespace {

constexpr double kRoomAroundFace = 1.35;

LoadedPicture load(const PictureRequest& request) {
  LoadedPicture loaded{request.key, {}, {}};
  try {
    loaded.picture = load_picture(request.file);
    const int side = request.key.thumbnail_side;
    if (request.key.square_from_image) {
      loaded.picture = warp(loaded.picture, *request.key.square_from_image, side, side);
    } else if (side > 0) {
      loaded.picture = make_thumbnail(loaded.picture, request.face, side);
    }
    if (request.key.light != kPlainLight) {
      loaded.picture = in_light(loaded.picture, request.key.light);
    }
  } catch (const std::exception& error) {
    loaded.picture = {};
    loaded.error = error.what();
  }
  return loaded;
}

// Takes a square of the image, `source_side` wide, to a thumbnail's.
Similarity square_around(Point center, double source_side, int side) {
  const double scale = side / source_side;
  const double middle = (side - 1) / 2.0;
  return {scale, 0, middle - scale * center.x, middle - scale * center.y};
}

}  // namespace

Similarity thumbnail_from_image(const Rect& face, int side) {
  return square_around(face.center(), std::max({face.width, face.height, 8.0}) * kRoomAroundFace,
                       side);
}

Picture make_thumbnail(const Picture& picture, const std::optional<Rect>& face, int side) {
  const Point middle{(picture.width - 1) / 2.0, (picture.height - 1) / 2.0};
  const double shorter = std::min(picture.width, picture.height);
  return warp(picture,
              face ? thumbnail_from_image(*face, side) : square_around(middle, shorter, side), side,
              side);
}

PictureLoader::PictureLoader(MainQueue& queue, int threads, Receiver receive)
    : queue_(queue), receive_(std::move(receive)) {
  for (int i = 0; i < threads; ++i) {
    workers_.emplace_back([this](const std::stop_token& stop) { work(stop); });
  }
}

PictureLoader::~PictureLoader() {
  for (std::jthread& worker : workers_) worker.request_stop();
  workers_.clear();
}

void PictureLoader::want(std::vector<PictureRequest> most_urgent_first) {
  {
    const std::lock_guard lock(mutex_);
    wanted_.clear();
    std::set<PictureKey> known = in_flight_;
    for (PictureRequest& request : most_urgent_first) {
      if (known.insert(request.key).second) wanted_.push_back(std::move(request));
    }
    std::reverse(wanted_.begin(), wanted_.end());  // workers take from the end
  }
  changed_.notify_all();
}

bool PictureLoader::idle() const {
  const std::lock_guard lock(mutex_);
  return wanted_.empty() && in_flight_.empty();
}

void PictureLoader::work(const std::stop_token& stop) {
  const std::weak_ptr<bool> alive = alive_;
  while (true) {
    PictureRequest request;
    {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, stop, [this] { return !wanted_.empty(); })) return;
      request = std::move(wanted_.back());
      wanted_.pop_back();
      in_flight_.insert(request.key);
    }
    auto loaded = std::make_shared<LoadedPicture>(load(request));
    queue_.post([this, alive, loaded] {
      if (!alive.expired()) deliver(std::move(*loaded));
    });
  }
}

void PictureLoader::deliver(LoadedPicture loaded) {
  {
    const std::lock_guard lock(mutex_);
    in_flight_.erase(loaded.key);
  }
  receive_(std::move(loaded));
}

}  // namespace facepoint
