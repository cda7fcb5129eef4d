#include "ui/canvas_picture.h"

#include "edit/prefetch.h"

namespace facepoint {
namespace {

constexpr int kPrefetchAhead = 3;

PictureKey key_of(ImageId image, const Light& light) { return {image, 0, {}, {}, light}; }

}  // namespace

const Texture* canvas_texture(Frame& frame) {
  const Session& session = frame.session;
  const ImageId image = session.current()->image.id;
  const Light& light = session.show().light;
  const Texture* texture = frame.textures.get(key_of(image, light), session.picture_source(image));
  if (texture != nullptr) {
    frame.state.light_drawn = light;
    return texture;
  }
  return frame.textures.find(key_of(image, frame.state.light_drawn));
}

void prefetch_neighbours(Frame& frame) {
  const Session& session = frame.session;
  if (!session.current()) return;
  const auto at = session.index_of(session.current()->image.id);
  if (!at) return;
  for (const std::size_t position : positions_to_prefetch(
           session.list().size(), *at, frame.editor.direction(), kPrefetchAhead)) {
    const ImageSummary& item = session.list()[position];
    if (!item.readable) continue;
    frame.textures.get(key_of(item.image, session.show().light),
                       session.picture_source(item.image));
  }
}

}  // namespace facepoint
