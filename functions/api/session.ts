import { sessionRoutes } from '../contracts/routes/session.ts'
import { apiFunction } from './pipeline/http.ts'
import { changePresence } from './session/change-presence.ts'
import { forgotPassword } from './session/forgot-password.ts'
import { getMe } from './session/get-me.ts'
import { login } from './session/login.ts'
import { logout } from './session/logout.ts'
import { refreshSession } from './session/refresh-session.ts'
import { resetPassword } from './session/reset-password.ts'
import { signup } from './session/signup.ts'

export const handler = apiFunction(sessionRoutes, {
  signup,
  login,
  refreshSession,
  logout,
  forgotPassword,
  resetPassword,
  getMe,
  changePresence,
})
