// Textures in OpenGL. UI thread, with the window's context current.
#pragma once

#include "ui/texture_cache.h"

namespace facepoint {

class GlTextures : public TextureStore {
 public:
  Handle upload(const Picture& picture) override;
  void release(Handle handle) override;
};

// What was drawn last, as an RGB picture.
Picture read_screen(int width, int height);

}  // namespace facepoint
