#include <gtest/gtest.h>
#include <onnx/onnx_pb.h>
#include <torch/script.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/digest.h"
#include "base/error.h"
#include "base/files.h"
#include "image/onnx_network.h"
#include "image/process.h"
#include "nn/module/crop.h"
#include "nn/module/export_graph.h"
#include "nn/module/export_model.h"
#include "nn/module/predict.h"
#include "support/sample_builder.h"
#include "support/temp_dir.h"

namespace facepoint::nn {
namespace {

constexpr double kSame = 0.01;  // pixels of the crop

// A network with every part at work: norms that have seen something, three conventions, expected
// errors that are calibrated and differ by point.
LoadedModel untrained_model(const std::string& arch) {
  const torch::NoGradGuard no_gradient;
  torch::manual_seed(3);
  NetworkSpec spec;
  spec.arch = arch;
  spec.width = 8;
  spec.sources = {"a", "b", "c"};
  spec.mirror = SchemeLibrary(test::source_dir() / "assets/schemes").get("ibug68").mirror;
  LoadedModel model;
  model.network = make_network(spec);
  model.info.scheme = "ibug68";
  model.info.card = R"({"licence":"for tests"})";
  model.calibration.knots = {{0.01, 0.02}, {0.03, 0.05}, {0.2, 0.1}};
  for (int i = 0; arch == "heatmap" && i < 3; ++i) {
    model.network->forward(torch::randn({4, 3, 128, 128}));
  }
  model.network->eval();
  for (auto& item : model.network->named_parameters()) {
    if (item.key() == "source_offsets") item.value().normal_(0, 0.05);
    if (item.key() == "spread_gain") item.value().uniform_(0.5, 1.5);
    if (item.key() == "error.weight" || item.key() == "source.weight") item.value().normal_();
    if (item.key() == "maps.weight") item.value().normal_();
  }
  return model;
}

std::filesystem::path saved(const LoadedModel& model, const test::TempDir& folder) {
  test::write_text(folder / "model.fpm", encode_model(model));
  return folder / "model.fpm";
}

// `n` crops of drawn faces.
std::vector<Picture> crops_of(int n, int size, bool grey) {
  std::vector<Picture> crops;
  for (const test::PictureRecipe& recipe : test::training_recipes(11, n)) {
    const Picture picture =
        test::draw_picture(recipe.faces, recipe.scene, recipe.width, recipe.height).picture;
    const Picture crop = resize(picture, size, size);
    crops.push_back(grey ? to_grey(crop) : crop);
  }
  return crops;
}

// As a user of the export would hold them.
FloatTensor pixels_of(const std::vector<Picture>& crops) {
  FloatTensor out{
      {static_cast<int>(crops.size()), crops[0].channels, crops[0].height, crops[0].width}, {}};
  for (const Picture& crop : crops) {
    for (int c = 0; c < crop.channels; ++c) {
      for (std::size_t i = 0; i < crop.pixels.size() / crop.channels; ++i) {
        out.values.push_back(crop.pixels[i * crop.channels + c]);
      }
    }
  }
  return out;
}

std::vector<FacePrediction> predicted(const std::filesystem::path& weights,
                                      const std::vector<Picture>& crops) {
  std::vector<FaceInput> inputs;
  for (const Picture& crop : crops) {
    const double side = crop.width / kCropMargin;
    const double corner = (crop.width - 1 - side) / 2;
    inputs.push_back({&crop, {corner, corner, side, side}, 0});
  }
  return make_exact_predictor(load_model_file(weights), 1)->predict(inputs, false);
}

void expect_same(const std::vector<FloatTensor>& got, const std::vector<FacePrediction>& wanted) {
  ASSERT_FALSE(got.empty());
  ASSERT_EQ(got[0].values.size(), wanted.size() * 68 * 2);
  for (std::size_t face = 0; face < wanted.size(); ++face) {
    for (std::size_t p = 0; p < 68; ++p) {
      const std::size_t at = face * 68 + p;
      ASSERT_NEAR(got[0].values[at * 2], wanted[face].points[p].position.x, kSame) << face << p;
      ASSERT_NEAR(got[0].values[at * 2 + 1], wanted[face].points[p].position.y, kSame);
      if (got.size() > 1) {
        ASSERT_NEAR(got[1].values.at(at), wanted[face].error[p], kSame);
      }
    }
    if (got.size() > 2) {
      EXPECT_NEAR(got[2].values.at(face), wanted[face].score, 1e-4);
    }
  }
}

std::vector<FloatTensor> run_torchscript(const std::filesystem::path& file,
                                         const FloatTensor& pixels) {
  torch::jit::Module module = torch::jit::load(file.string());
  const std::vector<std::int64_t> shape(pixels.shape.begin(), pixels.shape.end());
  const auto input = torch::from_blob(const_cast<float*>(pixels.values.data()), shape);
  const auto found = module.forward({input}).toGenericDict();
  std::vector<FloatTensor> out;
  for (const char* name : {"points", "expected_error", "face_score"}) {
    if (!found.contains(name)) continue;
    const torch::Tensor value = found.at(name).toTensor().contiguous();
    out.push_back({{value.sizes().begin(), value.sizes().end()},
                   {value.data_ptr<float>(), value.data_ptr<float>() + value.numel()}});
  }
  return out;
}

std::vector<FloatTensor> run_onnx(const std::filesystem::path& file, const FloatTensor& pixels) {
  return OnnxNetwork(read_file(file), file.string()).run(pixels);
}

TEST(Export, OfTheHeatmapNetworkSaysInBothFormatsWhatFacepointPredicts) {
  const test::TempDir folder;
  const auto weights = saved(untrained_model("heatmap"), folder);
  const std::vector<Picture> crops = crops_of(3, 128, false);
  const auto wanted = predicted(weights, crops);
  const ExportReport torchscript =
      export_model_file({weights, folder / "m.pt", ExportFormat::kTorchScript});
  const ExportReport onnx = export_model_file({weights, folder / "m.onnx", ExportFormat::kOnnx});
  for (const ExportReport& report : {torchscript, onnx}) {
    EXPECT_EQ(report.outputs, (std::vector<std::string>{"points", "expected_error", "face_score"}));
    EXPECT_GT(report.crops, 0);
    EXPECT_LT(report.point_difference, kSame);
    EXPECT_LT(report.error_difference, kSame);
  }
  const auto from_torchscript = run_torchscript(folder / "m.pt", pixels_of(crops));
  EXPECT_EQ(from_torchscript[0].shape, (std::vector<int>{3, 68, 2}));
  EXPECT_EQ(from_torchscript[1].shape, (std::vector<int>{3, 68}));
  EXPECT_EQ(from_torchscript[2].shape, (std::vector<int>{3}));
  expect_same(from_torchscript, wanted);
  expect_same(run_onnx(folder / "m.onnx", pixels_of(crops)), wanted);
  expect_same(run_onnx(folder / "m.onnx", pixels_of({crops[1]})), {wanted[1]});
}

TEST(Export, OfNaimishTakesGreyAndGivesPointsOnly) {
  const test::TempDir folder;
  const auto weights = saved(untrained_model("naimish"), folder);
  const std::vector<Picture> crops = crops_of(2, 224, true);
  const auto wanted = predicted(weights, crops);
  const ExportReport report =
      export_model_file({weights, folder / "m.pt", ExportFormat::kTorchScript});
  EXPECT_EQ(report.outputs, std::vector<std::string>{"points"});
  EXPECT_EQ(report.channels, 1);
  EXPECT_EQ(report.input_size, 224);
  export_model_file({weights, folder / "m.onnx", ExportFormat::kOnnx});
  expect_same(run_torchscript(folder / "m.pt", pixels_of(crops)), wanted);
  expect_same(run_onnx(folder / "m.onnx", pixels_of(crops)), wanted);
}

TEST(Export, OfTheShippedModelFindsADrawnFacesPoints) {
  const test::TempDir folder;
  export_model_file({test::source_dir() / "models/heatmap68/weights.fpm", folder / "m.onnx",
                     ExportFormat::kOnnx});
  const test::PictureRecipe recipe = test::training_recipes(5, 1).front();
  const test::DrawnPicture drawn =
      test::draw_picture(recipe.faces, recipe.scene, recipe.width, recipe.height);
  const Keypoints& label = drawn.faces.back();
  // The crop as the command's help tells to cut it, from an upright face.
  const Rect box = bounding_box(label);
  const double step = 1.4 * std::max(box.width, box.height) / 128;
  const Similarity crop_from_image =
      Similarity{step, 0, box.center().x - 63.5 * step, box.center().y - 63.5 * step}.inverse();
  const auto out =
      run_onnx(folder / "m.onnx", pixels_of({warp(drawn.picture, crop_from_image, 128, 128)}));
  double mean = 0;
  for (std::size_t p = 0; p < 68; ++p) {
    const Point found{out[0].values[2 * p], out[0].values[2 * p + 1]};
    mean += distance(found, crop_from_image(label[p].position)) / 68;
  }
  EXPECT_LT(mean, 3) << "pixels of the crop";
  EXPECT_GT(out[2].values[0], 0.9);
}

TEST(Export, SaysWhatItIsAndWhatItMayBeUsedFor) {
  const test::TempDir folder;
  const LoadedModel model = untrained_model("heatmap");
  const auto weights = saved(model, folder);
  export_model_file({weights, folder / "m.pt", ExportFormat::kTorchScript});
  torch::jit::ExtraFilesMap extra{{kExportNotes, ""}};
  torch::jit::load((folder / "m.pt").string(), c10::nullopt, extra);
  const auto notes = nlohmann::json::parse(extra.at(kExportNotes));
  EXPECT_EQ(notes.at("scheme"), "ibug68");
  EXPECT_EQ(notes.at("licence"), "for tests");
  EXPECT_EQ(notes.at("weights_digest"), "xxh3-128:" + digest_of(read_file(weights)));

  export_model_file({weights, folder / "m.onnx", ExportFormat::kOnnx});
  onnx::ModelProto file;
  ASSERT_TRUE(file.ParseFromString(read_file(folder / "m.onnx")));
  std::map<std::string, std::string> metadata;
  for (const auto& entry : file.metadata_props()) metadata[entry.key()] = entry.value();
  EXPECT_EQ(metadata.at("scheme"), "ibug68");
  EXPECT_EQ(metadata.at("licence"), "for tests");
  EXPECT_EQ(metadata.at("weights_digest"), notes.at("weights_digest"));
  EXPECT_EQ(file.graph().input(0).name(), "pixels");
  EXPECT_EQ(file.graph().input(0).type().tensor_type().shape().dim(0).dim_param(), "n");
}

TEST(Export, WhoseFileDisagreesIsRefusedAndLeavesWhatWasThere) {
  const test::TempDir folder;
  const LoadedModel model = untrained_model("heatmap");
  {
    const torch::NoGradGuard no_gradient;
    model.network->named_parameters()["maps.bias"].fill_(NAN);
  }
  const auto weights = saved(model, folder);
  for (const ExportFormat format : {ExportFormat::kTorchScript, ExportFormat::kOnnx}) {
    test::write_text(folder / "out", "as it was");
    try {
      export_model_file({weights, folder / "out", format});
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInternal);
      EXPECT_NE(error.message().find("nothing was written"), std::string::npos);
    }
    EXPECT_EQ(read_file(folder / "out"), "as it was");
  }
}

TEST(Export, OfADetectorIsRefused) {
  const test::TempDir folder;
  try {
    export_model_file({test::source_dir() / "models/detector/weights.fpm", folder / "m.onnx",
                       ExportFormat::kOnnx});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUnsupported);
  }
}

}  // namespace
}  // namespace facepoint::nn
