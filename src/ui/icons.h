// Symbols of Font Awesome 4.7 as UTF-8; drawn only where Theme::has_icons.
#pragma once

#include "edit/action_table.h"
#include "edit/toasts.h"

namespace facepoint::icons {

constexpr const char* kSearch = "\uf002";
constexpr const char* kCheck = "\uf00c";
constexpr const char* kCross = "\uf00d";
constexpr const char* kFolder = "\uf07b";
constexpr const char* kFile = "\uf15b";
constexpr const char* kUp = "\uf062";
constexpr const char* kInfo = "\uf05a";
constexpr const char* kWarning = "\uf071";
constexpr const char* kPicture = "\uf03e";
constexpr const char* kBookmark = "\uf02e";
constexpr const char* kHistory = "\uf1da";
constexpr const char* kRefresh = "\uf021";
constexpr const char* kTrain = "\uf201";
constexpr const char* kSplits = "\uf200";

inline const char* of(StatusKind kind) {
  switch (kind) {
    case StatusKind::kInfo:
      return kInfo;
    case StatusKind::kDone:
      return kCheck;
    case StatusKind::kWarning:
    case StatusKind::kError:
      return kWarning;
  }
  return "";
}

// Empty for actions without one.
inline const char* of(ActionId id) {
  switch (id) {
    case ActionId::kOpenProject:
      return "\uf07c";
    case ActionId::kImport:
      return kFolder;
    case ActionId::kAnnotate:
      return "\uf0d0";
    case ActionId::kSplit:
      return "\uf074";
    case ActionId::kExport:
      return "\uf093";
    case ActionId::kUndo:
      return "\uf0e2";
    case ActionId::kRedo:
      return "\uf01e";
    case ActionId::kAcceptProposal:
    case ActionId::kApprove:
    case ActionId::kApproveAndNext:
    case ActionId::kAcceptChosen:
    case ActionId::kApproveChosen:
      return kCheck;
    case ActionId::kRejectProposal:
    case ActionId::kCancelJob:
      return kCross;
    case ActionId::kRejectFace:
    case ActionId::kRejectChosen:
      return "\uf05e";
    case ActionId::kTagFaces:
      return "\uf02b";
    case ActionId::kAssignFaces:
      return "\uf007";
    case ActionId::kDeleteFace:
      return "\uf1f8";
    case ActionId::kExportChosen:
      return "\uf093";
    case ActionId::kFindingsDown:
    case ActionId::kNextImage:
      return "\uf054";
    case ActionId::kFindingsUp:
    case ActionId::kPreviousImage:
      return "\uf053";
    case ActionId::kFitImage:
      return "\uf065";
    case ActionId::kFitFace:
      return "\uf007";
    case ActionId::kRenumberChosen:
      return "\uf0ec";
    case ActionId::kZoomIn:
    case ActionId::kLargerTiles:
      return "\uf00e";
    case ActionId::kZoomOut:
    case ActionId::kSmallerTiles:
      return "\uf010";
    case ActionId::kToggleNumbers:
      return "\uf292";
    case ActionId::kToggleEdges:
      return "\uf1e0";
    case ActionId::kToggleProposal:
      return "\uf24d";
    case ActionId::kSelectTool:
      return "\uf245";
    case ActionId::kLassoTool:
      return "\uf10c";
    case ActionId::kStrokeTool:
      return "\uf040";
    case ActionId::kFaceTool:
      return "\uf234";
    case ActionId::kProposeAgain:
      return kRefresh;
    case ActionId::kToggleFollowing:
      return "\uf0c1";
    case ActionId::kPinPoints:
      return "\uf08d";
    case ActionId::kNextDoubt:
      return "\uf059";
    case ActionId::kToggleDoubts:
      return "\uf140";
    case ActionId::kTogglePrevious:
      return "\uf1da";
    case ActionId::kTogglePoints:
    case ActionId::kToggleTilePoints:
      return "\uf06e";
    case ActionId::kLightPanel:
      return "\uf042";
    case ActionId::kReverseSort:
      return "\uf0dc";
    case ActionId::kPalette:
      return "\uf120";
    case ActionId::kPatchesNextLandmark:
      return "\uf054";
    case ActionId::kPatchesPreviousLandmark:
      return "\uf053";
    case ActionId::kPatchesMirrorLandmark:
      return "\uf0ec";
    case ActionId::kPatchesZoomIn:
      return "\uf00e";
    case ActionId::kPatchesZoomOut:
      return "\uf010";
    case ActionId::kHistoryRevert:
      return "\uf0e2";
    case ActionId::kPatchesOpen:
    case ActionId::kHistoryOpen:
      return "\uf040";
    case ActionId::kTrainNew:
      return "\uf067";
    case ActionId::kTrainPlan:
      return "\uf074";
    case ActionId::kTrainStart:
    case ActionId::kTrainResume:
      return "\uf04b";
    case ActionId::kTrainStop:
      return "\uf04d";
    case ActionId::kTrainUse:
      return kCheck;
    case ActionId::kTrainMeasure:
      return kTrain;
    case ActionId::kSchemes:
      return "\uf02d";
    case ActionId::kHelp:
      return "\uf11c";
    case ActionId::kReport:
      return "\uf0f6";
    case ActionId::kScreenshot:
      return "\uf030";
    default:
      return "";
  }
}

}  // namespace facepoint::icons
