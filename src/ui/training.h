// The Train workspace: trainings or models at the left, what is chosen of them in the main part.
// UI thread, inside a frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

void draw_training_list(Frame& frame);  // the panel at the left
void draw_training(Frame& frame);       // the main part: one of the following

void draw_training_form(Frame& frame);
void draw_training_run(Frame& frame);
void draw_model_comparison(Frame& frame);

// "4.12 %".
std::string nme_text(double share);
ImU32 color_of(const Theme& theme, RunState state);

}  // namespace facepoint
