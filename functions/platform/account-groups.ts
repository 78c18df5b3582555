import {
  AdminAddUserToGroupCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  CognitoIdentityProviderClient,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider'
import { setting } from './env.ts'

const client = new CognitoIdentityProviderClient({})

const account = (email: string) => ({ UserPoolId: setting('USER_POOL_ID'), Username: email })

/** The groups of an account; undefined if the account does not exist any more. */
export const groupsOf = async (email: string): Promise<readonly string[] | undefined> => {
  try {
    const { Groups = [] } = await client.send(new AdminListGroupsForUserCommand(account(email)))
    return Groups.flatMap(({ GroupName }) => (GroupName === undefined ? [] : [GroupName]))
  } catch (error) {
    if (error instanceof UserNotFoundException) return undefined
    throw error
  }
}

export const joinGroup = async (email: string, group: string): Promise<void> => {
  await client.send(new AdminAddUserToGroupCommand({ ...account(email), GroupName: group }))
}

export const leaveGroup = async (email: string, group: string): Promise<void> => {
  await client.send(new AdminRemoveUserFromGroupCommand({ ...account(email), GroupName: group }))
}
