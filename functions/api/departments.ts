import { departmentRoutes } from '../contracts/routes/department.ts'
import {
  createCannedReply,
  listCannedReplies,
  patchCannedReply,
  removeCannedReply,
} from './departments/canned-replies.ts'
import { createDepartment } from './departments/create-department.ts'
import { listDepartments } from './departments/list-departments.ts'
import { listQueue } from './departments/list-queue.ts'
import { patchDepartment } from './departments/patch-department.ts'
import { getSettings, putSettings } from './departments/settings.ts'
import { createView, listViews, patchView, removeView } from './departments/views.ts'
import { apiFunction } from './pipeline/http.ts'

export const handler = apiFunction(departmentRoutes, {
  listDepartments,
  createDepartment,
  patchDepartment,
  listQueue,
  getSettings,
  putSettings,
  listCannedReplies,
  createCannedReply,
  patchCannedReply,
  removeCannedReply,
  listViews,
  createView,
  patchView,
  removeView,
})
