import { allOf } from '../basics.ts'
import { Department, DepartmentPatch, NewDepartment } from '../department.ts'
import { admins, byId, noAnswer, rowsOf, shortList, staff } from '../route-contract.ts'
import { QueuedTicket } from '../routing.ts'
import {
  CannedReply,
  CannedReplyPatch,
  NewCannedReply,
  NewSavedView,
  SavedView,
  SavedViewPatch,
  Settings,
} from '../workspace.ts'

const row = rowsOf('departments')

const THRESHOLDS = 'Where both are given, `overload_threshold` is above `underload_threshold`.'

export const departmentRoutes = {
  listDepartments: row('listDepartments', { who: staff, ...shortList(Department) }),
  createDepartment: row('createDepartment', {
    who: admins,
    body: NewDepartment,
    status: 201,
    response: Department,
    note: THRESHOLDS,
  }),
  patchDepartment: row('patchDepartment', {
    who: admins,
    params: byId,
    body: DepartmentPatch,
    response: Department,
    note: THRESHOLDS,
  }),
  listQueue: row('listQueue', { who: admins, response: allOf(QueuedTicket) }),
  getSettings: row('getSettings', { who: admins, response: Settings }),
  putSettings: row('putSettings', { who: admins, body: Settings, response: Settings }),
  listCannedReplies: row('listCannedReplies', { who: staff, ...shortList(CannedReply) }),
  createCannedReply: row('createCannedReply', {
    who: staff,
    body: NewCannedReply,
    status: 201,
    response: CannedReply,
  }),
  patchCannedReply: row('patchCannedReply', {
    who: staff,
    params: byId,
    body: CannedReplyPatch,
    response: CannedReply,
  }),
  removeCannedReply: row('removeCannedReply', { who: staff, params: byId, ...noAnswer }),
  listViews: row('listViews', { who: staff, ...shortList(SavedView) }),
  createView: row('createView', {
    who: staff,
    body: NewSavedView,
    status: 201,
    response: SavedView,
  }),
  patchView: row('patchView', {
    who: staff,
    params: byId,
    body: SavedViewPatch,
    response: SavedView,
  }),
  removeView: row('removeView', { who: staff, params: byId, ...noAnswer }),
}
